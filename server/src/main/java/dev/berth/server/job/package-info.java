/**
 * What happens without a request: jobs as rows, claimed and run by db-scheduler, each of them able
 * to die anywhere and be run again (invariant I8).
 *
 * <p>Knows when and how often; what a job does stands in the registry.
 */
@NullMarked
package dev.berth.server.job;

import org.jspecify.annotations.NullMarked;
