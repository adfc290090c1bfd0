/**
 * What accounts decide about their registries, by the clients that decide it and those that feel
 * it.
 */
@NullMarked
package dev.berth.testkit.setting;

import org.jspecify.annotations.NullMarked;
