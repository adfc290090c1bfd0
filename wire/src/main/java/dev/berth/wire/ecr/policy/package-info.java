/**
 * The policies of repositories and of the registry over the ECR API.
 *
 * <p>One file for each operation, with its request, its answer and what it does. Knows the
 * registry's types, no HTTP and no SQL. Start with {@link
 * dev.berth.wire.ecr.policy.SetRepositoryPolicy}.
 */
@NullMarked
package dev.berth.wire.ecr.policy;

import org.jspecify.annotations.NullMarked;
