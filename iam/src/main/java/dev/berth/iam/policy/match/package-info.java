/**
 * How a text of a policy is compared with a text of a request: wildcards in linear time, ARNs part
 * by part, variables, and the values of context keys (IAM dossier 4.4, 4.5).
 *
 * <p>Knows nothing of statements or decisions. Start at {@link dev.berth.iam.policy.match.Glob};
 * what a caller of the engine implements is {@link dev.berth.iam.policy.match.ConditionValues}.
 */
@NullMarked
package dev.berth.iam.policy.match;

import org.jspecify.annotations.NullMarked;
