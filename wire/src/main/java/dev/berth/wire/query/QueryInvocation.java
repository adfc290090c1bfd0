package dev.berth.wire.query;

import dev.berth.iam.Decision;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Request;
import java.util.Optional;

/**
 * Who invokes an action, and with what right.
 *
 * @param caller who; nobody was asked when the row is sealed and the request was not signed
 * @param credential what the request was signed with
 * @param decision what the gate said
 * @param request as it came; only for what conditions ask where no gate was asked before
 */
public record QueryInvocation(
    Caller caller,
    Optional<SigningCredential> credential,
    Decision.Allowed decision,
    Request request) {}
