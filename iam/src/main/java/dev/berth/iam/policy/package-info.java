/**
 * Policy documents: their language, strict parsers for each kind, what they mean once compiled (IAM
 * dossier 4). Pure.
 *
 * <p>Start at {@link dev.berth.iam.policy.PolicyDocument}. How texts are compared stands in {@code
 * match}, conditions in {@code condition}, the decision over all documents of a request in {@code
 * evaluate}.
 */
@NullMarked
package dev.berth.iam.policy;

import org.jspecify.annotations.NullMarked;
