/**
 * What registries sign, over the ECR API.
 *
 * <p>One file for each operation, with its request, its answer and what it does. Knows the
 * registry's types, no HTTP and no SQL. Start with {@link
 * dev.berth.wire.ecr.signing.PutSigningConfiguration}.
 */
@NullMarked
package dev.berth.wire.ecr.signing;

import org.jspecify.annotations.NullMarked;
