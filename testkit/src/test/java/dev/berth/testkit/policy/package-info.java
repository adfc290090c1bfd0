/**
 * The policies of repositories and registries through the real doors: what they give to other
 * accounts, and what they take away.
 */
@NullMarked
package dev.berth.testkit.policy;

import org.jspecify.annotations.NullMarked;
