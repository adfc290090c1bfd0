/**
 * Where registries' images go, over the ECR API.
 *
 * <p>One file for each operation, with its request, its answer and what it does. Knows the
 * registry's types, no HTTP and no SQL. Start with {@link
 * dev.berth.wire.ecr.replication.PutReplicationConfiguration}.
 */
@NullMarked
package dev.berth.wire.ecr.replication;

import org.jspecify.annotations.NullMarked;
