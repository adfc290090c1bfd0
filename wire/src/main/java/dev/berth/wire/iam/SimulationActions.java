package dev.berth.wire.iam;

import dev.berth.iam.policy.Span;
import dev.berth.iam.policy.evaluate.Finding;
import dev.berth.iam.policy.evaluate.Verdict;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.identity.gate.Simulation;
import dev.berth.identity.refusal.InvalidInput;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * SimulatePrincipalPolicy, SimulateCustomPolicy, GetContextKeysForPrincipalPolicy and
 * GetContextKeysForCustomPolicy.
 */
final class SimulationActions {
  private static final String SOURCE = "PolicySourceArn";
  private static final String POLICIES = "PolicyInputList";
  private static final Pattern ACTION = Pattern.compile("[\\s\\S]{3,128}");
  private static final int MOST_QUESTIONS = 1000;

  private final IamBackend iam;
  private final IamPages pages;

  private record Asked(Simulation.Request simulation, IamPages.Asked page) {}

  private record Keys(Optional<Arn> source, List<String> policies) {}

  SimulationActions(IamBackend iam) {
    this.iam = iam;
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    return List.of(
        IamAction.answering(
            "SimulatePrincipalPolicy",
            (input, caller) -> asked(input, caller, "SimulatePrincipalPolicy", source(input)),
            (request, caller) ->
                IamDemands.on(
                    "SimulatePrincipalPolicy", request.simulation().source().orElseThrow(), caller),
            this::simulate),
        IamAction.answering(
            "SimulateCustomPolicy",
            (input, caller) -> asked(input, caller, "SimulateCustomPolicy", Optional.empty()),
            (_, caller) -> IamDemands.onAccount("SimulateCustomPolicy", caller),
            this::simulate),
        IamAction.answering(
            "GetContextKeysForPrincipalPolicy",
            (input, _) -> new Keys(source(input), input.texts(POLICIES)),
            (request, caller) ->
                IamDemands.on(
                    "GetContextKeysForPrincipalPolicy", request.source().orElseThrow(), caller),
            this::contextKeys),
        IamAction.answering(
            "GetContextKeysForCustomPolicy",
            (input, _) -> new Keys(Optional.empty(), input.texts(POLICIES)),
            (_, caller) -> IamDemands.onAccount("GetContextKeysForCustomPolicy", caller),
            this::contextKeys));
  }

  private static Optional<Arn> source(QueryInput input) {
    return Optional.of(IamInput.arn(input, SOURCE));
  }

  private Asked asked(QueryInput input, Caller.Known caller, String action, Optional<Arn> source) {
    List<String> actions = input.texts("ActionNames");
    if (actions.isEmpty()) {
      throw input.violation("ActionNames", "", "Member must not be null");
    }
    for (String name : actions) {
      if (!ACTION.matcher(name).matches()) {
        throw input.violation("ActionNames", name, "Member must have length between 3 and 128");
      }
    }
    List<String> resources = input.texts("ResourceArns");
    List<String> on = resources.isEmpty() ? List.of("*") : resources;
    if ((long) actions.size() * on.size() > MOST_QUESTIONS) {
      throw new InvalidInput(
          "No more than %d pairs of actions and resources are simulated at once."
              .formatted(MOST_QUESTIONS));
    }
    List<String> boundaries = input.texts("PermissionsBoundaryPolicyInputList");
    if (boundaries.size() > 1) {
      throw new InvalidInput("There is one permissions boundary at most.");
    }
    return new Asked(
        new Simulation.Request(
            source,
            input.texts(POLICIES),
            boundaries.stream().findFirst(),
            actions,
            on,
            input.textIfAny("ResourcePolicy"),
            owner(input),
            IamInput.arnIfAny(input, "CallerArn"),
            context(input)),
        pages.asked(input, caller, action));
  }

  private static Optional<AccountId> owner(QueryInput input) {
    return input
        .textIfAny("ResourceOwner")
        .map(
            text ->
                input.parse(
                    "ResourceOwner",
                    text.startsWith("arn:") ? Arn.parse(text).account() : text,
                    AccountId::new));
  }

  private static Map<String, ContextValue> context(QueryInput input) {
    Map<String, ContextValue> context = new HashMap<>();
    for (QueryInput entry : input.structures("ContextEntries")) {
      List<String> values = entry.texts("ContextKeyValues");
      boolean list = entry.textIfAny("ContextKeyType").filter(t -> t.endsWith("List")).isPresent();
      context.put(
          entry.text("ContextKeyName"),
          list || values.size() != 1
              ? ContextValue.many(values)
              : ContextValue.one(values.getFirst()));
    }
    return context;
  }

  private void simulate(Asked request, Caller.Known caller, XmlAnswer xml) {
    List<Simulation.Result> results =
        iam.simulation().run(IamDemands.account(caller), request.simulation());
    Map<Simulation.Result, String> places = new HashMap<>();
    for (Simulation.Result result : results) {
      places.put(result, "%06d".formatted(places.size()));
    }
    pages.write(
        xml,
        "EvaluationResults",
        request.page(),
        IamPages.of(results, request.page(), result -> places.getOrDefault(result, "")),
        SimulationActions::write);
  }

  private static void write(XmlAnswer xml, Simulation.Result result) {
    xml.open("member")
        .element("EvalActionName", result.action())
        .element("EvalResourceName", result.resource())
        .element("EvalDecision", decision(result.verdict()))
        .open("MatchedStatements");
    result.findings().forEach(finding -> write(xml, finding));
    xml.close();
    IamXml.texts(xml, "MissingContextValues", result.missing());
    result
        .leftByOrganization()
        .ifPresent(
            left -> detail(xml, "OrganizationsDecisionDetail", "AllowedByOrganizations", left));
    result
        .leftByBoundary()
        .ifPresent(
            left ->
                detail(
                    xml,
                    "PermissionsBoundaryDecisionDetail",
                    "AllowedByPermissionsBoundary",
                    left));
    xml.close();
  }

  private static void detail(XmlAnswer xml, String element, String member, boolean allowed) {
    xml.open(element).element(member, Boolean.toString(allowed)).close();
  }

  private static String decision(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allowed _ -> "allowed";
      case Verdict.ExplicitlyDenied _ -> "explicitDeny";
      case Verdict.ImplicitlyDenied _ -> "implicitDeny";
    };
  }

  private static void write(XmlAnswer xml, Finding finding) {
    Span span = finding.statement().span();
    xml.open("member")
        .element("SourcePolicyId", finding.named().name())
        .element("SourcePolicyType", "IAM Policy");
    position(xml, "StartPosition", span.startLine(), span.startColumn());
    position(xml, "EndPosition", span.endLine(), span.endColumn());
    xml.close();
  }

  private static void position(XmlAnswer xml, String element, int line, int column) {
    xml.open(element)
        .element("Line", Integer.toString(line))
        .element("Column", Integer.toString(column))
        .close();
  }

  private void contextKeys(Keys request, Caller.Known caller, XmlAnswer xml) {
    IamXml.texts(
        xml,
        "ContextKeyNames",
        List.copyOf(
            iam.simulation()
                .contextKeys(IamDemands.account(caller), request.source(), request.policies())));
  }
}
