/**
 * The operations on what an account decides about its registry as a whole.
 *
 * <p>Only reads requests and writes answers. Start with {@link
 * dev.berth.wire.ecr.setting.PutAccountSetting}.
 */
@NullMarked
package dev.berth.wire.ecr.setting;

import org.jspecify.annotations.NullMarked;
