/**
 * The registry itself over the ECR API
 *
 * <p>One file for each operation, with its request, its answer and what it does. Knows the
 * registry's types, no HTTP and no SQL. Start with {@link dev.berth.wire.ecr.registry. its
 * description, and tokens for docker.:GetAuthorizationToken}.
 */
@NullMarked
package dev.berth.wire.ecr.registry;

import org.jspecify.annotations.NullMarked;
