/**
 * Fixtures for the proof that no door is without a guard (invariant I6): a gate that denies what it
 * is told to, samples of every request, and a fingerprint of what is stored. Knows no test; start
 * at {@link dev.berth.testkit.guard.DenyingGate}.
 */
@NullMarked
package dev.berth.testkit.guard;

import org.jspecify.annotations.NullMarked;
