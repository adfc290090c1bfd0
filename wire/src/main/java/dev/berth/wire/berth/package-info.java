/**
 * Berth's own API: what ECR has no operation for, in the form of AWS JSON 1.1 with {@code berth:*}
 * actions.
 *
 * <p>Start with {@link dev.berth.wire.berth.BerthOperations}; the model is {@code berth-api.json}
 * among the resources.
 */
@NullMarked
package dev.berth.wire.berth;

import org.jspecify.annotations.NullMarked;
