package dev.berth.wire.iam;

import dev.berth.iam.AccessDenied;
import dev.berth.iam.Decision;
import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.Decision.Reason;
import dev.berth.iam.Demand;
import dev.berth.identity.UserKeys;
import dev.berth.model.AccessKey;
import dev.berth.model.IdentityKind;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * CreateAccessKey, ListAccessKeys, UpdateAccessKey, DeleteAccessKey and GetAccessKeyLastUsed.
 * Without a user name they are about the caller.
 */
final class AccessKeyActions {
  private static final IdentityKind USER = IdentityKind.USER;
  private static final Pattern ID = Pattern.compile("\\w+");
  private static final Pattern STATUS = Pattern.compile("Active|Inactive");

  private final IamBackend iam;
  private final IamDemands demands;
  private final IamPages pages;

  private record Listed(String user, IamPages.Asked asked) {}

  private record OfKey(String user, String id) {}

  private record Update(OfKey key, AccessKey.Status status) {}

  AccessKeyActions(IamBackend iam) {
    this.iam = iam;
    this.demands = new IamDemands(iam.names());
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    return List.of(
        IamAction.answering(
            "CreateAccessKey",
            AccessKeyActions::user,
            (user, caller) -> demands.onEntity("CreateAccessKey", USER, user, caller),
            this::create),
        IamAction.answering(
            "ListAccessKeys",
            this::listed,
            (request, caller) -> demands.onEntity("ListAccessKeys", USER, request.user(), caller),
            this::list),
        IamAction.silent(
            "UpdateAccessKey",
            (input, caller) -> new Update(key(input, caller), status(input)),
            (request, caller) ->
                demands.onEntity("UpdateAccessKey", USER, request.key().user(), caller),
            (request, caller, _) ->
                iam.keys()
                    .setStatus(
                        IamDemands.account(caller),
                        request.key().user(),
                        request.key().id(),
                        request.status())),
        IamAction.silent(
            "DeleteAccessKey",
            AccessKeyActions::key,
            (request, caller) -> demands.onEntity("DeleteAccessKey", USER, request.user(), caller),
            (request, caller, _) ->
                iam.keys().delete(IamDemands.account(caller), request.user(), request.id())),
        IamAction.answering(
            "GetAccessKeyLastUsed", (input, _) -> id(input), this::mayAsk, this::lastUsed));
  }

  private static String user(QueryInput input, Caller.Known caller) {
    return IamInput.nameIfAny(input, USER, "UserName").orElseGet(() -> UserActions.own(caller));
  }

  private static OfKey key(QueryInput input, Caller.Known caller) {
    return new OfKey(user(input, caller), id(input));
  }

  private static String id(QueryInput input) {
    return input.text("AccessKeyId", 16, 128, ID);
  }

  private static AccessKey.Status status(QueryInput input) {
    return AccessKey.Status.valueOf(input.text("Status", 1, 8, STATUS).toUpperCase(Locale.ROOT));
  }

  private void create(String user, Caller.Known caller, XmlAnswer xml) {
    UserKeys.Made made = iam.keys().create(IamDemands.account(caller), user);
    xml.open("AccessKey");
    head(xml, user, made.key());
    xml.element("SecretAccessKey", made.secret().value())
        .element("CreateDate", IamXml.time(made.key().createdAt()))
        .close();
  }

  private static void head(XmlAnswer xml, String user, AccessKey key) {
    xml.element("UserName", user)
        .element("AccessKeyId", key.id())
        .element("Status", key.status() == AccessKey.Status.ACTIVE ? "Active" : "Inactive");
  }

  private Listed listed(QueryInput input, Caller.Known caller) {
    String user = user(input, caller);
    return new Listed(user, pages.asked(input, caller, "ListAccessKeys", user));
  }

  private void list(Listed request, Caller.Known caller, XmlAnswer xml) {
    List<AccessKey> keys = iam.keys().of(IamDemands.account(caller), request.user());
    pages.write(
        xml,
        "AccessKeyMetadata",
        request.asked(),
        IamPages.of(keys, request.asked(), AccessKey::id),
        (answer, key) -> {
          answer.open("member");
          head(answer, request.user(), key);
          answer.element("CreateDate", IamXml.time(key.createdAt())).close();
        });
    xml.element("UserName", request.user());
  }

  private Demand mayAsk(String id, Caller.Known caller) {
    return iam.keys()
        .lastUse(IamDemands.account(caller), id)
        .map(use -> demands.onEntity("GetAccessKeyLastUsed", USER, use.user(), caller))
        .orElseGet(() -> IamDemands.onAccount("GetAccessKeyLastUsed", caller));
  }

  private void lastUsed(String id, Caller.Known caller, XmlAnswer xml) {
    UserKeys.LastUse found =
        iam.keys().lastUse(IamDemands.account(caller), id).orElseThrow(() -> unknown(caller));
    Optional<AccessKey.Use> use = found.use();
    xml.element("UserName", found.user()).open("AccessKeyLastUsed");
    use.ifPresent(last -> xml.element("LastUsedDate", IamXml.time(last.at())));
    xml.element("ServiceName", use.map(AccessKey.Use::service).orElse("N/A"))
        .element("Region", use.map(AccessKey.Use::region).orElse("N/A"))
        .close();
  }

  /** Whoever asks for a key that is not in the account learns no more than that (dossier 9.1). */
  private static AccessDenied unknown(Caller.Known caller) {
    return new AccessDenied(
        caller.principal(),
        new Decision.Denied(
            IamDemands.onAccount("GetAccessKeyLastUsed", caller),
            new Reason.NoAllow(PolicyKind.IDENTITY)));
  }
}
