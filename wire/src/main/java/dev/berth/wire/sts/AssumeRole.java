package dev.berth.wire.sts;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Principal;
import dev.berth.iam.Resource;
import dev.berth.iam.Session;
import dev.berth.identity.session.AssumableRoles;
import dev.berth.identity.session.SessionRefused.NotForThisCaller;
import dev.berth.identity.session.SessionTerms;
import dev.berth.identity.session.TemporaryCredentials;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Role;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.QueryInvocation;
import dev.berth.wire.query.QueryOperation;
import dev.berth.wire.query.XmlAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session of a role that trusts the caller (IAM dossier 5.7 and 8.2). The trust policy is asked
 * now; the session goes on when it changes.
 */
record AssumeRole(AssumableRoles roles, SessionPolicies policies)
    implements QueryOperation<AssumeRole.Request> {
  private static final int SHORTEST_ID = 2;
  private static final int LONGEST_ID = 1224;

  /**
   * What is asked for.
   *
   * @param tags with those that the caller's session hands on
   * @param sourceIdentity that of the caller's session, where it has one
   */
  record Request(
      RoleRequest role,
      SessionTags tags,
      Optional<String> externalId,
      Optional<String> sourceIdentity) {}

  @Override
  public Request parse(QueryInput input, Caller caller) {
    Principal principal = caller.known().principal();
    requireMayAssume(principal);
    return new Request(
        RoleRequest.asked(input),
        SessionTags.asked(input).afterThoseOf(principal.session()),
        input.textIfAny("ExternalId", SHORTEST_ID, LONGEST_ID, StsSyntax.EXTERNAL_ID),
        sourceIdentity(input, principal.session()));
  }

  private static void requireMayAssume(Principal principal) {
    switch (principal) {
      case Principal.RootUser _ -> throw NotForThisCaller.root();
      case Principal.FederatedUser _ -> throw NotForThisCaller.inSession("AssumeRole");
      case Principal.User _, Principal.RoleSession _ -> {
        // policies decide
      }
    }
  }

  private static Optional<String> sourceIdentity(QueryInput input, Optional<Session> session) {
    Optional<String> asked = StsSyntax.sourceIdentity(input);
    Optional<String> held = session.flatMap(Session::sourceIdentity);
    if (held.isPresent() && asked.isPresent() && !held.equals(asked)) {
      throw NotForThisCaller.of(
          "The source identity of a session cannot be changed by the sessions made from it.");
    }
    return held.or(() -> asked);
  }

  @Override
  public List<Demand> demands(Request request, Caller.Known caller) {
    Arn role = request.role().role();
    Resource resource = new Resource.OfArn(role, new AccountId(role.account()));
    Map<String, List<String>> conditions = new HashMap<>(request.role().conditions());
    conditions.putAll(request.tags().conditions());
    request.externalId().ifPresent(id -> conditions.put("sts:ExternalId", List.of(id)));
    request.sourceIdentity().ifPresent(id -> conditions.put("sts:SourceIdentity", List.of(id)));
    List<Demand> demands = new ArrayList<>();
    demands.add(Demand.hard(new Action("sts", "AssumeRole"), resource).with(conditions));
    if (!request.tags().isEmpty()) {
      demands.add(Demand.hard(new Action("sts", "TagSession"), resource).with(conditions));
    }
    if (request.sourceIdentity().isPresent()) {
      demands.add(Demand.hard(new Action("sts", "SetSourceIdentity"), resource).with(conditions));
    }
    return demands;
  }

  @Override
  public void answer(Request request, QueryInvocation invocation, XmlAnswer xml) {
    Caller.Known caller = invocation.caller().known();
    Arn arn = request.role().role();
    Role role = roles.find(arn).orElseThrow(() -> denied(caller.principal(), arn));
    int packed = PackedSize.percent(request.role().policies(), request.tags());
    TemporaryCredentials credentials =
        roles.assume(
            role,
            new SessionTerms(
                request.role().name(),
                request.role().life(),
                policies.resolve(request.role().policies(), role.identity().account()),
                request.tags().values(),
                request.tags().transitive(),
                request.sourceIdentity(),
                Optional.empty(),
                caller.principal() instanceof Principal.RoleSession),
            caller.registry().region());
    RoleRequest.write(credentials, xml);
    PackedSize.write(packed, xml);
    request.sourceIdentity().ifPresent(id -> xml.element("SourceIdentity", id));
  }

  // What a gate says that knows no role of the name, should another one have allowed it.
  private static NotForThisCaller denied(Principal caller, Arn role) {
    return NotForThisCaller.of(
        ("User: %s is not authorized to perform: sts:AssumeRole on resource: %s because no role"
                + " trust policy allows the sts:AssumeRole action")
            .formatted(caller.arn(), role));
  }
}
