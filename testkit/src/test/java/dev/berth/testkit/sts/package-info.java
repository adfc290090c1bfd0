/** Temporary credentials through the real doors. */
@NullMarked
package dev.berth.testkit.sts;

import org.jspecify.annotations.NullMarked;
