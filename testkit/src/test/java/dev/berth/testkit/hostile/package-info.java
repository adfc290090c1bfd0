/**
 * Clients that mean harm: what they send, hold and ask for, and what the running server does about
 * it.
 */
@NullMarked
package dev.berth.testkit.hostile;

import org.jspecify.annotations.NullMarked;
