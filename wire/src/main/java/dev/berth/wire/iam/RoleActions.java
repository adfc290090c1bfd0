package dev.berth.wire.iam;

import dev.berth.iam.Demand;
import dev.berth.identity.IdentityTags;
import dev.berth.identity.Roles;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.Role;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * CreateRole, GetRole, ListRoles, UpdateRole, UpdateRoleDescription, UpdateAssumeRolePolicy and
 * DeleteRole.
 */
final class RoleActions {
  private static final IdentityKind ROLE = IdentityKind.ROLE;
  private static final int SHORTEST = 3600;
  private static final int LONGEST = 43_200;

  private final IamBackend iam;
  private final IamDemands demands;
  private final IamPages pages;

  private record Listed(String prefix, IamPages.Asked asked) {}

  private record Update(String name, Optional<String> description, Optional<Duration> longest) {}

  private record Trust(String name, String document) {}

  RoleActions(IamBackend iam) {
    this.iam = iam;
    this.demands = new IamDemands(iam.names());
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    return List.of(
        IamAction.answering(
            "CreateRole", (input, _) -> creation(input), this::mayCreate, this::create),
        IamAction.answering(
            "GetRole",
            (input, _) -> IamInput.name(input, ROLE),
            (name, caller) -> demands.onEntity("GetRole", ROLE, name, caller),
            this::get),
        IamAction.answering(
            "ListRoles",
            this::listed,
            (request, caller) -> IamDemands.onPath("ListRoles", ROLE, request.prefix(), caller),
            this::list),
        IamAction.answering(
            "UpdateRole",
            (input, _) ->
                new Update(IamInput.name(input, ROLE), IamInput.description(input), longest(input)),
            (request, caller) -> demands.onEntity("UpdateRole", ROLE, request.name(), caller),
            (request, caller, _) -> update(request, caller)),
        IamAction.answering(
            "UpdateRoleDescription",
            (input, _) ->
                new Update(
                    IamInput.name(input, ROLE),
                    Optional.of(
                        IamInput.description(input).orElseGet(() -> input.text("Description"))),
                    Optional.empty()),
            (request, caller) ->
                demands.onEntity("UpdateRoleDescription", ROLE, request.name(), caller),
            (request, caller, xml) -> {
              update(request, caller);
              get(request.name(), caller, xml);
            }),
        IamAction.silent(
            "UpdateAssumeRolePolicy",
            (input, _) ->
                new Trust(IamInput.name(input, ROLE), IamInput.document(input, "PolicyDocument")),
            (request, caller) ->
                demands.onEntity("UpdateAssumeRolePolicy", ROLE, request.name(), caller),
            (request, caller, _) ->
                iam.roles()
                    .setTrust(IamDemands.account(caller), request.name(), request.document())),
        IamAction.silent(
            "DeleteRole",
            (input, _) -> IamInput.name(input, ROLE),
            (name, caller) -> demands.onEntity("DeleteRole", ROLE, name, caller),
            (name, caller, _) -> iam.roles().delete(IamDemands.account(caller), name)));
  }

  private static Roles.NewRole creation(QueryInput input) {
    return new Roles.NewRole(
        IamInput.name(input, ROLE),
        IamInput.path(input),
        IamInput.document(input, "AssumeRolePolicyDocument"),
        IamInput.description(input),
        longest(input).orElse(Duration.ofSeconds(SHORTEST)),
        IamInput.arnIfAny(input, "PermissionsBoundary"),
        IamInput.tags(input));
  }

  private static Optional<Duration> longest(QueryInput input) {
    return input.numberIfAny("MaxSessionDuration", SHORTEST, LONGEST).stream()
        .mapToObj(Duration::ofSeconds)
        .findFirst();
  }

  private Demand mayCreate(Roles.NewRole request, Caller.Known caller) {
    Arn arn = Identity.arn(IamDemands.account(caller), ROLE, request.path(), request.name());
    Demand demand = IamDemands.on("CreateRole", arn, caller);
    return IamDemands.with(
        IamDemands.with(demand, IamDemands.boundary(request.boundary())),
        IamDemands.tags(request.tags()));
  }

  private void create(Roles.NewRole request, Caller.Known caller, XmlAnswer xml) {
    Role role = iam.roles().create(IamDemands.account(caller), request);
    IamXml.role(xml, role, request.tags());
  }

  private void get(String name, Caller.Known caller, XmlAnswer xml) {
    Role role = iam.roles().get(IamDemands.account(caller), name);
    IamXml.role(
        xml,
        role,
        iam.tags().of(IamDemands.account(caller), new IdentityTags.Owner.OfIdentity(ROLE, name)));
  }

  private Listed listed(QueryInput input, Caller.Known caller) {
    String prefix = IamInput.pathPrefix(input);
    return new Listed(prefix, pages.asked(input, caller, "ListRoles", prefix));
  }

  private void list(Listed request, Caller.Known caller, XmlAnswer xml) {
    pages.write(
        xml,
        "Roles",
        request.asked(),
        iam.roles().page(IamDemands.account(caller), request.prefix(), request.asked().page()),
        IamXml::roleMember);
  }

  private void update(Update request, Caller.Known caller) {
    iam.roles()
        .update(
            IamDemands.account(caller), request.name(), request.description(), request.longest());
  }
}
