package dev.berth.wire.iam;

import dev.berth.identity.AccountFigures;
import dev.berth.identity.IdentityTags;
import dev.berth.model.AccountId;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.ManagedPolicy;
import dev.berth.model.Page;
import dev.berth.model.Role;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * GetAccountSummary, GetAccountAuthorizationDetails, and ListAccountAliases, CreateAccountAlias and
 * DeleteAccountAlias.
 */
final class AccountActions {
  private static final Pattern ALIAS = Pattern.compile("[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]");

  private final IamBackend iam;
  private final IamPages pages;

  private record Details(Set<String> filter, IamPages.Asked asked) {}

  AccountActions(IamBackend iam) {
    this.iam = iam;
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    return List.of(
        IamAction.answering(
            "GetAccountSummary",
            (_, caller) -> IamDemands.account(caller),
            (_, caller) -> IamDemands.onAccount("GetAccountSummary", caller),
            (account, _, xml) -> summary(iam.figures().of(account), xml)),
        IamAction.answering(
            "GetAccountAuthorizationDetails",
            this::details,
            (_, caller) -> IamDemands.onAccount("GetAccountAuthorizationDetails", caller),
            this::writeDetails),
        IamAction.answering(
            "ListAccountAliases",
            (_, caller) -> IamDemands.account(caller),
            (_, caller) -> IamDemands.onAccount("ListAccountAliases", caller),
            (account, _, xml) -> {
              IamXml.texts(
                  xml, "AccountAliases", iam.aliases().of(account).map(List::of).orElse(List.of()));
              xml.element("IsTruncated", "false");
            }),
        IamAction.silent(
            "CreateAccountAlias",
            (input, _) -> alias(input),
            (_, caller) -> IamDemands.onAccount("CreateAccountAlias", caller),
            (alias, caller, _) -> iam.aliases().set(IamDemands.account(caller), alias)),
        IamAction.silent(
            "DeleteAccountAlias",
            (input, _) -> alias(input),
            (_, caller) -> IamDemands.onAccount("DeleteAccountAlias", caller),
            (alias, caller, _) -> iam.aliases().delete(IamDemands.account(caller), alias)));
  }

  private static String alias(QueryInput input) {
    return input.text("AccountAlias", 3, 63, ALIAS);
  }

  private static void summary(Map<String, Long> figures, XmlAnswer xml) {
    xml.open("SummaryMap");
    figures.forEach(
        (key, value) ->
            xml.open("entry").element("key", key).element("value", Long.toString(value)).close());
    xml.close();
  }

  private Details details(QueryInput input, Caller.Known caller) {
    Set<String> filter = Set.copyOf(input.texts("Filter"));
    return new Details(
        filter,
        pages.asked(
            input,
            caller,
            "GetAccountAuthorizationDetails",
            String.join(",", input.texts("Filter"))));
  }

  /** Pages go through users, then groups, then roles, then the account's own policies. */
  private void writeDetails(Details request, Caller.Known caller, XmlAnswer xml) {
    AccountId account = IamDemands.account(caller);
    List<AccountFigures.Entity> all =
        iam.figures().entities(account).stream()
            .filter(entity -> request.filter().isEmpty() || request.filter().contains(type(entity)))
            .toList();
    Page<AccountFigures.Entity, String> page =
        IamPages.of(all, request.asked(), AccountFigures.Entity::key);
    writeUsers(xml, account, page.items());
    writeGroups(xml, account, page.items());
    writeRoles(xml, account, page.items());
    writePolicies(xml, account, page.items());
    pages.more(xml, request.asked(), page.next());
  }

  private static String type(AccountFigures.Entity entity) {
    return switch (entity) {
      case AccountFigures.Entity.OfIdentity(Identity identity) -> IamInput.title(identity.kind());
      case AccountFigures.Entity.OfPolicy _ -> "LocalManagedPolicy";
    };
  }

  private void writeUsers(XmlAnswer xml, AccountId account, List<AccountFigures.Entity> entities) {
    xml.open("UserDetailList");
    for (Identity user : identities(entities, IdentityKind.USER)) {
      xml.open("member");
      IamXml.identity(xml, user);
      inline(xml, account, user, "UserPolicyList");
      Page.Request<String> all = new Page.Request<>(Optional.empty(), 1000);
      IamXml.texts(
          xml,
          "GroupList",
          iam.groups().of(account, user.name(), all).items().stream().map(Identity::name).toList());
      attached(xml, account, user);
      IamXml.boundary(xml, user.boundary());
      tags(xml, account, user);
      xml.close();
    }
    xml.close();
  }

  private void writeGroups(XmlAnswer xml, AccountId account, List<AccountFigures.Entity> entities) {
    xml.open("GroupDetailList");
    for (Identity group : identities(entities, IdentityKind.GROUP)) {
      xml.open("member");
      IamXml.identity(xml, group);
      inline(xml, account, group, "GroupPolicyList");
      attached(xml, account, group);
      xml.close();
    }
    xml.close();
  }

  private void writeRoles(XmlAnswer xml, AccountId account, List<AccountFigures.Entity> entities) {
    xml.open("RoleDetailList");
    for (Identity identity : identities(entities, IdentityKind.ROLE)) {
      Role role = iam.roles().get(account, identity.name());
      xml.open("member");
      IamXml.identity(xml, identity);
      xml.element("AssumeRolePolicyDocument", IamXml.document(role.trust()));
      xml.open("InstanceProfileList").close();
      inline(xml, account, identity, "RolePolicyList");
      attached(xml, account, identity);
      IamXml.boundary(xml, identity.boundary());
      tags(xml, account, identity);
      IamXml.lastUsed(xml, role);
      xml.close();
    }
    xml.close();
  }

  private void writePolicies(
      XmlAnswer xml, AccountId account, List<AccountFigures.Entity> entities) {
    Map<String, Long> attachments = iam.attachments().counts(account);
    xml.open("Policies");
    for (AccountFigures.Entity entity : entities) {
      if (entity instanceof AccountFigures.Entity.OfPolicy(ManagedPolicy policy)) {
        xml.open("member");
        IamXml.policy(
            xml,
            policy,
            attachments.getOrDefault(policy.arn().toString(), 0L),
            iam.attachments().bounded(account, policy.arn()).size());
        xml.open("PolicyVersionList");
        for (ManagedPolicy.Version version : iam.managed().versions(account, policy.arn())) {
          xml.open("member")
              .element("Document", IamXml.document(version.document()))
              .element("VersionId", version.id())
              .element(
                  "IsDefaultVersion", Boolean.toString(version.number() == policy.defaultVersion()))
              .element("CreateDate", IamXml.time(version.createdAt()))
              .close();
        }
        xml.close().close();
      }
    }
    xml.close();
  }

  private static List<Identity> identities(
      List<AccountFigures.Entity> entities, IdentityKind kind) {
    return entities.stream()
        .filter(AccountFigures.Entity.OfIdentity.class::isInstance)
        .map(entity -> ((AccountFigures.Entity.OfIdentity) entity).identity())
        .filter(identity -> identity.kind() == kind)
        .toList();
  }

  private void inline(XmlAnswer xml, AccountId account, Identity holder, String element) {
    xml.open(element);
    for (String name : iam.inline().names(account, holder.kind(), holder.name())) {
      String document = iam.inline().get(account, holder.kind(), holder.name(), name);
      xml.open("member")
          .element("PolicyName", name)
          .element("PolicyDocument", IamXml.document(document))
          .close();
    }
    xml.close();
  }

  private void attached(XmlAnswer xml, AccountId account, Identity holder) {
    xml.open("AttachedManagedPolicies");
    for (ManagedPolicy policy : iam.attachments().of(account, holder.kind(), holder.name())) {
      xml.open("member")
          .element("PolicyName", policy.name())
          .element("PolicyArn", policy.arn().toString())
          .close();
    }
    xml.close();
  }

  private void tags(XmlAnswer xml, AccountId account, Identity holder) {
    IamXml.tags(
        xml,
        iam.tags().of(account, new IdentityTags.Owner.OfIdentity(holder.kind(), holder.name())));
  }
}
