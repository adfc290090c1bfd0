/**
 * Every constraint of ECR's model, broken once: what the real door answers to a request that is
 * right but for one member. The requests are made from the model's file itself, not from the
 * classes that the product reads it into. Start with {@link
 * dev.berth.testkit.constraint.BrokenConstraintTest}.
 */
@NullMarked
package dev.berth.testkit.constraint;

import org.jspecify.annotations.NullMarked;
