/** Whose pulls are not recorded, through the real doors. */
@NullMarked
package dev.berth.testkit.pulltime;

import org.jspecify.annotations.NullMarked;
