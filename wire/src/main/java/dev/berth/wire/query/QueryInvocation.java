package dev.berth.wire.query;

import dev.berth.iam.Decision;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.wire.door.Caller;
import java.util.Optional;

/**
 * Who invokes an action, and with what right.
 *
 * @param caller who; nobody was asked when the row is sealed and the request was not signed
 * @param credential what the request was signed with
 * @param decision what the gate said
 */
public record QueryInvocation(
    Caller caller, Optional<SigningCredential> credential, Decision.Allowed decision) {}
