/** Users, roles, keys, sessions and the gate over stored policies. Never sees blob. */
@NullMarked
package dev.berth.identity;

import org.jspecify.annotations.NullMarked;
