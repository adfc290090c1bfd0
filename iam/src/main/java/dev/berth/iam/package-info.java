/**
 * Who may do what: principals, demands, decisions, and the one {@link dev.berth.iam.Gate} that
 * every door asks.
 *
 * <p>Pure: no SQL, no HTTP, no clock of its own. Policies are read and evaluated in {@code policy},
 * request signatures verified in {@code sigv4}, tokens sealed in {@code token}. Where principals
 * and keys are stored is the business of {@code dev.berth.identity}.
 */
@NullMarked
package dev.berth.iam;

import org.jspecify.annotations.NullMarked;
