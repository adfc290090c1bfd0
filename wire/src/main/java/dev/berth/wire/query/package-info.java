/**
 * AWS's Query protocol: a form in, XML out (IAM dossier 1 and 3.4).
 *
 * <p>Knows no action; those are the packages of the services, such as {@code dev.berth.wire.sts}.
 * Start with {@link dev.berth.wire.query.QueryDoor}.
 */
@NullMarked
package dev.berth.wire.query;

import org.jspecify.annotations.NullMarked;
