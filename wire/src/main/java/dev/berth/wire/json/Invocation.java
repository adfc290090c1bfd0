package dev.berth.wire.json;

import dev.berth.iam.Decision;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Request;

/**
 * Who invokes an operation, and with what right.
 *
 * @param caller who
 * @param credential what the request was signed with
 * @param decision what the gate said
 * @param http the request that it came in; its body is read already
 */
public record Invocation(
    Caller.Known caller, SigningCredential credential, Decision.Allowed decision, Request http) {}
