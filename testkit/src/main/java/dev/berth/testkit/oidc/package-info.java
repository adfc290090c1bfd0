/** An issuer of OpenID Connect tokens, for tests of web identity. */
@NullMarked
package dev.berth.testkit.oidc;

import org.jspecify.annotations.NullMarked;
