/**
 * What the server gives away sealed and takes back: passwords of {@code docker login}, page tokens,
 * download addresses.
 *
 * <p>Pure: keys and clock are passed in, nothing is stored. A sealed text says who, where and until
 * when, never what is allowed: that is decided at every request. Start with {@link
 * dev.berth.iam.token.Sealer} and {@link dev.berth.iam.token.RegistryTokens}.
 */
@NullMarked
package dev.berth.iam.token;

import org.jspecify.annotations.NullMarked;
