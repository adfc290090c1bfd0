package dev.berth.wire.iam;

import dev.berth.iam.Demand;
import dev.berth.identity.IdentityTags;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.ManagedPolicy;
import dev.berth.model.Page;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** CreatePolicy, GetPolicy, ListPolicies, DeletePolicy and ListEntitiesForPolicy. */
final class PolicyActions {
  private static final Pattern SCOPE = Pattern.compile("All|AWS|Local");
  private static final Pattern USAGE = Pattern.compile("PermissionsPolicy|PermissionsBoundary");
  private static final Pattern FILTER =
      Pattern.compile("User|Role|Group|LocalManagedPolicy|AWSManagedPolicy");

  private final IamBackend iam;
  private final IamPages pages;

  private record Creation(
      String name,
      String path,
      String document,
      Optional<String> description,
      Map<String, String> tags) {}

  private record Listed(
      String scope,
      boolean onlyAttached,
      String prefix,
      Optional<String> usage,
      IamPages.Asked asked) {}

  private record Holders(
      Arn policy,
      Optional<String> filter,
      String prefix,
      Optional<String> usage,
      IamPages.Asked asked) {}

  PolicyActions(IamBackend iam) {
    this.iam = iam;
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    return List.of(
        IamAction.answering(
            "CreatePolicy", (input, _) -> creation(input), PolicyActions::mayCreate, this::create),
        IamAction.answering(
            "GetPolicy",
            (input, _) -> IamInput.arn(input, "PolicyArn"),
            (arn, caller) -> IamDemands.on("GetPolicy", arn, caller),
            this::get),
        IamAction.answering(
            "ListPolicies",
            this::listed,
            (_, caller) -> IamDemands.onAccount("ListPolicies", caller),
            this::list),
        IamAction.silent(
            "DeletePolicy",
            (input, _) -> IamInput.arn(input, "PolicyArn"),
            (arn, caller) -> IamDemands.on("DeletePolicy", arn, caller),
            (arn, caller, _) -> iam.managed().delete(IamDemands.account(caller), arn)),
        IamAction.answering(
            "ListEntitiesForPolicy",
            this::holders,
            (request, caller) -> IamDemands.on("ListEntitiesForPolicy", request.policy(), caller),
            this::listHolders));
  }

  private static Creation creation(QueryInput input) {
    return new Creation(
        IamInput.policyName(input),
        IamInput.path(input),
        IamInput.document(input, "PolicyDocument"),
        IamInput.description(input),
        IamInput.tags(input));
  }

  private static Demand mayCreate(Creation request, Caller.Known caller) {
    Arn arn = ManagedPolicy.arn(IamDemands.account(caller), request.path(), request.name());
    return IamDemands.with(
        IamDemands.on("CreatePolicy", arn, caller), IamDemands.tags(request.tags()));
  }

  private void create(Creation request, Caller.Known caller, XmlAnswer xml) {
    ManagedPolicy policy =
        iam.managed()
            .create(
                IamDemands.account(caller),
                request.name(),
                request.path(),
                request.document(),
                request.description(),
                request.tags());
    xml.open("Policy");
    IamXml.policy(xml, policy, 0, 0);
    IamXml.tagsIfAny(xml, request.tags());
    xml.close();
  }

  private void get(Arn arn, Caller.Known caller, XmlAnswer xml) {
    AccountId account = IamDemands.account(caller);
    ManagedPolicy policy = iam.managed().get(account, arn);
    xml.open("Policy");
    write(xml, account, policy, iam.attachments().counts(account));
    policy.description().ifPresent(text -> xml.element("Description", text));
    if (!policy.isAws()) {
      IamXml.tagsIfAny(xml, iam.tags().of(account, new IdentityTags.Owner.OfPolicy(arn)));
    }
    xml.close();
  }

  private void write(
      XmlAnswer xml, AccountId account, ManagedPolicy policy, Map<String, Long> attachments) {
    IamXml.policy(
        xml,
        policy,
        attachments.getOrDefault(policy.arn().toString(), 0L),
        iam.attachments().bounded(account, policy.arn()).size());
  }

  private Listed listed(QueryInput input, Caller.Known caller) {
    String scope = input.textIfAny("Scope", 1, 5, SCOPE).orElse("All");
    boolean attached = input.flagIfAny("OnlyAttached").orElse(false);
    String prefix = IamInput.pathPrefix(input);
    Optional<String> usage = input.textIfAny("PolicyUsageFilter", 1, 30, USAGE);
    return new Listed(
        scope,
        attached,
        prefix,
        usage,
        pages.asked(
            input,
            caller,
            "ListPolicies",
            scope,
            Boolean.toString(attached),
            prefix,
            usage.orElse("")));
  }

  private void list(Listed request, Caller.Known caller, XmlAnswer xml) {
    AccountId account = IamDemands.account(caller);
    Map<String, Long> attachments = iam.attachments().counts(account);
    List<ManagedPolicy> found = new ArrayList<>();
    if (!request.scope().equals("AWS")) {
      found.addAll(own(account, request.prefix()));
    }
    if (!request.scope().equals("Local")) {
      found.addAll(iam.managed().aws());
    }
    List<ManagedPolicy> shown =
        found.stream()
            .filter(policy -> policy.path().startsWith(request.prefix()))
            .filter(policy -> isWanted(request, account, policy, attachments))
            .sorted(Comparator.comparing(PolicyActions::key))
            .toList();
    pages.write(
        xml,
        "Policies",
        request.asked(),
        IamPages.of(shown, request.asked(), PolicyActions::key),
        (answer, policy) -> {
          answer.open("member");
          write(answer, account, policy, attachments);
          answer.close();
        });
  }

  /** The account's own; a quota bounds how many there are. */
  private List<ManagedPolicy> own(AccountId account, String prefix) {
    List<ManagedPolicy> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<ManagedPolicy, String> page =
          iam.managed().page(account, prefix, new Page.Request<>(after, 1000));
      all.addAll(page.items());
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  private boolean isWanted(
      Listed request, AccountId account, ManagedPolicy policy, Map<String, Long> attachments) {
    boolean attached = attachments.containsKey(policy.arn().toString());
    if (request.usage().filter("PermissionsBoundary"::equals).isPresent()) {
      return !iam.attachments().bounded(account, policy.arn()).isEmpty();
    }
    return attached || !(request.onlyAttached() || request.usage().isPresent());
  }

  private static String key(ManagedPolicy policy) {
    return policy.name().toLowerCase(Locale.ROOT) + " " + policy.arn();
  }

  private Holders holders(QueryInput input, Caller.Known caller) {
    Arn arn = IamInput.arn(input, "PolicyArn");
    Optional<String> filter = input.textIfAny("EntityFilter", 1, 30, FILTER);
    String prefix = IamInput.pathPrefix(input);
    Optional<String> usage = input.textIfAny("PolicyUsageFilter", 1, 30, USAGE);
    return new Holders(
        arn,
        filter,
        prefix,
        usage,
        pages.asked(
            input,
            caller,
            "ListEntitiesForPolicy",
            arn.toString(),
            filter.orElse(""),
            prefix,
            usage.orElse("")));
  }

  private void listHolders(Holders request, Caller.Known caller, XmlAnswer xml) {
    AccountId account = IamDemands.account(caller);
    Page<Identity, String> page =
        iam.attachments().holders(account, request.policy(), request.asked().page());
    List<Identity> found =
        request.usage().filter("PermissionsBoundary"::equals).isPresent()
            ? iam.attachments().bounded(account, request.policy())
            : page.items();
    for (IdentityKind kind : IdentityKind.values()) {
      String title = IamInput.title(kind);
      xml.open("Policy" + title + "s");
      found.stream()
          .filter(holder -> holder.kind() == kind && holder.path().startsWith(request.prefix()))
          .filter(_ -> request.filter().map(title::equals).orElse(true))
          .forEach(
              holder ->
                  xml.open("member")
                      .element(title + "Name", holder.name())
                      .element(title + "Id", holder.id())
                      .close());
      xml.close();
    }
    pages.more(xml, request.asked(), page.next());
  }
}
