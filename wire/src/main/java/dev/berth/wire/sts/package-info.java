/**
 * The actions of STS, of which there is one: who am I.
 *
 * <p>Clients ask it before they do anything else. Start with {@link
 * dev.berth.wire.sts.GetCallerIdentity}.
 */
@NullMarked
package dev.berth.wire.sts;

import org.jspecify.annotations.NullMarked;
