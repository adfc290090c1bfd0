/**
 * The decision over all policy documents of one request (IAM dossier 5): a pure function of caller,
 * documents, action, resource and context.
 *
 * <p>Knows no tables and no doors: a gate collects the documents and asks. Start at {@link
 * dev.berth.iam.policy.evaluate.Evaluation}.
 */
@NullMarked
package dev.berth.iam.policy.evaluate;

import org.jspecify.annotations.NullMarked;
