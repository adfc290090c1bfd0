/**
 * What accounts decide about their registries, and how registries scan, sign and replicate, by the
 * clients that decide it and those that feel it.
 */
@NullMarked
package dev.berth.testkit.settings;

import org.jspecify.annotations.NullMarked;
