/**
 * How registries scan, over the ECR API.
 *
 * <p>One file for each operation, with its request, its answer and what it does. Knows the
 * registry's types, no HTTP and no SQL. Start with {@link
 * dev.berth.wire.ecr.scanning.PutRegistryScanningConfiguration}.
 */
@NullMarked
package dev.berth.wire.ecr.scanning;

import org.jspecify.annotations.NullMarked;
