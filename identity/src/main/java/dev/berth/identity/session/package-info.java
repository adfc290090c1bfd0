/**
 * Temporary credentials: issued, found again at every request, revoked, and removed when the last
 * registry token made with them is dead (IAM dossier 8.2).
 *
 * <p>Knows neither the protocol of STS nor who may ask for a session: that is the gate's. Start
 * with {@link dev.berth.identity.session.Sessions}.
 */
@NullMarked
package dev.berth.identity.session;

import org.jspecify.annotations.NullMarked;
