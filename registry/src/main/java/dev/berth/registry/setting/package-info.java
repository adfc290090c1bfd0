/**
 * What an account decides about its registry as a whole.
 *
 * <p>Knows no repository and no image; who obeys a setting asks for it in its own transaction.
 * Start with {@link dev.berth.registry.setting.AccountSettings}.
 */
@NullMarked
package dev.berth.registry.setting;

import org.jspecify.annotations.NullMarked;
