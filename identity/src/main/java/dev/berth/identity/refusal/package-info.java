/**
 * What identities say no to, each kind with its facts (IAM dossier 9.3).
 *
 * <p>Knows no protocol: the codes and statuses are chosen in {@code dev.berth.wire.aws}. Start with
 * {@link dev.berth.identity.refusal.IdentityRefusal}.
 */
@NullMarked
package dev.berth.identity.refusal;

import org.jspecify.annotations.NullMarked;
