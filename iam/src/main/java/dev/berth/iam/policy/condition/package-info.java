/**
 * Conditions of statements: operators, their families of values, quantifiers, and what holds when a
 * key is absent (IAM dossier 4.6).
 *
 * <p>Knows texts and values, not statements. Start at {@link
 * dev.berth.iam.policy.condition.Condition}.
 */
@NullMarked
package dev.berth.iam.policy.condition;

import org.jspecify.annotations.NullMarked;
