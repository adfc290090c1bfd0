/**
 * The archive storage class through the real doors: what the API says of an archived image, and
 * what can no longer be done with it.
 */
@NullMarked
package dev.berth.testkit.archive;

import org.jspecify.annotations.NullMarked;
