package dev.berth.server.door;

import dev.berth.iam.Action;
import dev.berth.iam.Decision;
import dev.berth.iam.Decision.Reason;
import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import dev.berth.iam.Principal;
import dev.berth.iam.RequestContext;
import dev.berth.iam.Resource;
import dev.berth.wire.exchange.Request;
import java.util.List;
import java.util.Optional;

/**
 * Says of a refusal which statement denied or which permission was missing, when the request asks
 * for it with {@code X-Berth-Explain: true} and the caller may {@code berth:ExplainDenial} in the
 * account that owns the resource. Whoever may not is answered as if nothing had been asked: a
 * policy may name what its subjects must not know.
 *
 * @param gate asked whether the caller may know
 */
record DenialExplanations(Gate gate) {
  /** The field of the answer. */
  static final String FIELD = "X-Berth-Denial";

  private static final String ASKED_WITH = "X-Berth-Explain";
  private static final Action EXPLAIN = new Action("berth", "ExplainDenial");
  private static final int LONGEST = 1000;

  /** The explanation of a denial, if the request asks and its caller may know. */
  Optional<String> of(
      Request request, Principal principal, Decision.Denied denied, RequestContext context) {
    boolean asked =
        request.headers().first(ASKED_WITH).filter("true"::equalsIgnoreCase).isPresent();
    return asked && mayKnow(principal, denied.demand().resource(), context)
        ? Optional.of(printable(words(denied)))
        : Optional.empty();
  }

  private boolean mayKnow(Principal principal, Resource denied, RequestContext context) {
    Demand demand = Demand.hard(EXPLAIN, new Resource.Any(denied.owner()));
    return switch (gate.decide(principal, List.of(demand), context)) {
      case Decision.Allowed _ -> true;
      case Decision.Denied _ -> false;
    };
  }

  private static String words(Decision.Denied denied) {
    String what =
        "%s on %s: ".formatted(denied.demand().action(), denied.demand().resource().name());
    return switch (denied.reason()) {
      case Reason.NoAllow(var kind) -> what + "no %s allows it".formatted(kind.words());
      case Reason.ExplicitDeny(var kind, var statement) ->
          what
              + "denied by %s".formatted(kind.withArticle())
              + statement.map(deciding -> ", " + deciding.words()).orElse("");
      case Reason.NothingDemanded _, Reason.Exempt _, Reason.StatementAllows _ -> what + "denied";
    };
  }

  /** One line of visible ASCII, of bounded length: names in policies are anybody's. */
  private static String printable(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(c -> c >= ' ' && c <= '~' ? c : '?')
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
