/** How registries scan, sign and replicate, through the real doors. */
@NullMarked
package dev.berth.testkit.settings;

import org.jspecify.annotations.NullMarked;
