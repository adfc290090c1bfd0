package dev.berth.wire.iam;

import dev.berth.iam.Demand;
import dev.berth.iam.Principal;
import dev.berth.identity.IdentityTags;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.wire.aws.Unacceptable.Violation;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CreateUser, GetUser, ListUsers, UpdateUser and DeleteUser. */
final class UserActions {
  private static final IdentityKind USER = IdentityKind.USER;

  private final IamBackend iam;
  private final IamDemands demands;
  private final IamPages pages;

  private record Creation(
      String name, String path, Optional<Arn> boundary, Map<String, String> tags) {}

  private record Listed(String prefix, IamPages.Asked asked) {}

  UserActions(IamBackend iam) {
    this.iam = iam;
    this.demands = new IamDemands(iam.names());
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    return List.of(
        IamAction.answering("CreateUser", this::creation, this::mayCreate, this::create),
        IamAction.answering(
            "GetUser",
            (input, _) -> IamInput.nameIfAny(input, USER, "UserName"),
            this::mayGet,
            this::get),
        IamAction.answering(
            "ListUsers",
            this::listed,
            (request, caller) -> IamDemands.onPath("ListUsers", USER, request.prefix(), caller),
            this::list),
        new RenamingAction(USER, demands, iam.users()::update).row(),
        IamAction.silent(
            "DeleteUser",
            (input, _) -> IamInput.name(input, USER),
            (name, caller) -> demands.onEntity("DeleteUser", USER, name, caller),
            (name, caller, _) -> iam.users().delete(IamDemands.account(caller), name)));
  }

  private Creation creation(QueryInput input, Caller.Known caller) {
    return new Creation(
        IamInput.name(input, USER),
        IamInput.path(input),
        IamInput.arnIfAny(input, "PermissionsBoundary"),
        IamInput.tags(input));
  }

  private Demand mayCreate(Creation request, Caller.Known caller) {
    Arn arn = Identity.arn(IamDemands.account(caller), USER, request.path(), request.name());
    Demand demand = IamDemands.on("CreateUser", arn, caller);
    return IamDemands.with(
        IamDemands.with(demand, IamDemands.boundary(request.boundary())),
        IamDemands.tags(request.tags()));
  }

  private void create(Creation request, Caller.Known caller, XmlAnswer xml) {
    Identity user =
        iam.users()
            .create(
                IamDemands.account(caller),
                request.name(),
                request.path(),
                request.boundary(),
                request.tags());
    IamXml.user(xml, user, request.tags());
  }

  private Demand mayGet(Optional<String> name, Caller.Known caller) {
    return name.map(given -> demands.onEntity("GetUser", USER, given, caller))
        .orElseGet(() -> IamDemands.on("GetUser", caller.principal().arn(), caller));
  }

  private void get(Optional<String> name, Caller.Known caller, XmlAnswer xml) {
    if (name.isEmpty() && caller.principal() instanceof Principal.RootUser root) {
      xml.open("User")
          .element("UserId", root.userId())
          .element("Arn", root.arn().toString())
          .element("CreateDate", IamXml.time(Instant.EPOCH))
          .close();
      return;
    }
    String wanted = name.orElseGet(() -> own(caller));
    Identity user = iam.users().get(IamDemands.account(caller), wanted);
    IamXml.user(
        xml,
        user,
        iam.tags().of(IamDemands.account(caller), new IdentityTags.Owner.OfIdentity(USER, wanted)));
  }

  /** The name of the caller, for actions that are about the caller when they name nobody. */
  static String own(Caller.Known caller) {
    if (caller.principal() instanceof Principal.User user) {
      return user.name();
    }
    throw new Violation(
        "ValidationError", "Must specify userName when calling with non-User credentials");
  }

  private Listed listed(QueryInput input, Caller.Known caller) {
    String prefix = IamInput.pathPrefix(input);
    return new Listed(prefix, pages.asked(input, caller, "ListUsers", prefix));
  }

  private void list(Listed request, Caller.Known caller, XmlAnswer xml) {
    pages.write(
        xml,
        "Users",
        request.asked(),
        iam.users().page(IamDemands.account(caller), request.prefix(), request.asked().page()),
        IamXml::member);
  }
}
