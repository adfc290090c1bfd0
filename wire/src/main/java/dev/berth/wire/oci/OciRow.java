package dev.berth.wire.oci;

import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.model.RegistryId;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Row;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Response;
import java.io.IOException;
import java.util.List;

/**
 * One row of the table: a method on a kind of address, what it demands, who answers.
 *
 * @param method the HTTP method
 * @param at the kind of address
 * @param template the address for people
 * @param guard {@code DEMANDS}, or {@code AUTHENTICATED} for {@code GET /v2/}
 * @param lookup finds what the demands depend on beside the address
 * @param demands what a request needs the right to do
 * @param handler answers it
 */
record OciRow(
    String method,
    Class<? extends OciPath> at,
    String template,
    GuardKind guard,
    Lookup lookup,
    Demands demands,
    Handler handler)
    implements Row {

  /**
   * Finds what the demands depend on beside the address, once for each request, when it is known
   * who calls and not yet what they may do: it changes nothing and tells nothing.
   */
  @FunctionalInterface
  interface Lookup {
    OciRequest look(OciRequest request, RegistryId registry);
  }

  /** What a request needs the right to do, in the registry that is meant. */
  @FunctionalInterface
  interface Demands {
    List<Demand> of(OciRequest request, RegistryId registry);
  }

  /** Answers a request that may be answered. */
  @FunctionalInterface
  interface Handler {
    Response handle(OciRequest request, Caller.Known caller, Decision.Allowed decision)
        throws IOException;
  }

  /** A row that is guarded by demands. */
  static OciRow route(
      String method,
      Class<? extends OciPath> at,
      String template,
      Demands demands,
      Handler handler) {
    return new OciRow(
        method, at, template, GuardKind.DEMANDS, (request, _) -> request, demands, handler);
  }

  /** The same row with a lookup before its demands. */
  OciRow after(Lookup before) {
    return new OciRow(method, at, template, guard, before, demands, handler);
  }

  /** The row that only asks who calls. */
  static OciRow authenticated(
      String method, Class<? extends OciPath> at, String template, Handler handler) {
    return new OciRow(
        method,
        at,
        template,
        GuardKind.AUTHENTICATED,
        (request, _) -> request,
        (request, registry) -> List.of(),
        handler);
  }

  /**
   * The {@code HEAD} of a row that answers {@code GET} from memory: the same demands and the same
   * answer, of which only the length of the body is told (RFC 9110, section 9.3.2).
   */
  OciRow head() {
    Handler headOnly =
        (request, caller, decision) -> {
          Response response = handler.handle(request, caller, decision);
          return new Response(
              response.status(), response.headers(), new Body.Absent(response.body().length()));
        };
    return new OciRow("HEAD", at, template, guard, lookup, demands, headOnly);
  }

  @Override
  public String name() {
    return method + " " + template;
  }

  // RFC 9110, section 9.2.1: safe methods
  @Override
  public boolean changes() {
    return !method.equals("GET") && !method.equals("HEAD");
  }
}
