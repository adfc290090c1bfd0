/**
 * Things broken on purpose: servers killed, calls of the system made to fail, power cut, disks
 * full. Each test ends in {@code berth fsck} and a comparison with what clients were told
 * (invariant I1).
 *
 * <p>Knows Berth as a process and by its protocols only. Start with {@link
 * dev.berth.testkit.loss.Promises}.
 */
@NullMarked
package dev.berth.testkit.loss;

import org.jspecify.annotations.NullMarked;
