/**
 * Tokens of OpenID Connect issuers: their keys, fetched or from a file, and whether a token is what
 * it says (IAM dossier 8.3, threats T15 and T37).
 *
 * <p>Knows nothing of roles: who may assume one with a token is the trust policy's to say. Start
 * with {@link dev.berth.identity.oidc.WebIdentities}.
 */
@NullMarked
package dev.berth.identity.oidc;

import org.jspecify.annotations.NullMarked;
