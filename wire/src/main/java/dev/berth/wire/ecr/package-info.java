/**
 * The private ECR API of 2015-09-21: one table of 58 operations, one file for each that is there.
 *
 * <p>Start with {@link dev.berth.wire.ecr.EcrOperations}. Operations parse, call the registry, and
 * write the answer; validation, signatures and error codes are {@code json}'s and {@code aws}'s.
 */
@NullMarked
package dev.berth.wire.ecr;

import org.jspecify.annotations.NullMarked;
