package dev.berth.wire.iam;

import dev.berth.iam.Demand;
import dev.berth.identity.IdentityTags.Owner;
import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tag, Untag and List…Tags of users, roles, managed policies and OpenID Connect providers. */
final class TagActions {
  private final Tagged tagged;
  private final IamBackend iam;
  private final IamDemands demands;
  private final IamPages pages;

  /** What carries tags, as the actions are called. */
  enum Tagged {
    USER("User"),
    ROLE("Role"),
    POLICY("Policy"),
    PROVIDER("OpenIDConnectProvider");

    private final String title;

    Tagged(String title) {
      this.title = title;
    }
  }

  private record Put(Owner owner, Map<String, String> tags) {}

  private record Removal(Owner owner, List<String> keys) {}

  private record Listed(Owner owner, IamPages.Asked asked) {}

  TagActions(Tagged tagged, IamBackend iam) {
    this.tagged = tagged;
    this.iam = iam;
    this.demands = new IamDemands(iam.names());
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    String tag = "Tag" + tagged.title;
    String untag = "Untag" + tagged.title;
    String list = "List" + tagged.title + "Tags";
    return List.of(
        IamAction.silent(
            tag,
            (input, _) -> new Put(owner(input), IamInput.tags(input)),
            (request, caller) ->
                IamDemands.with(on(tag, request.owner(), caller), IamDemands.tags(request.tags())),
            (request, caller, _) ->
                iam.tags().put(IamDemands.account(caller), request.owner(), request.tags())),
        IamAction.silent(
            untag,
            (input, _) -> new Removal(owner(input), IamInput.tagKeys(input)),
            (request, caller) ->
                IamDemands.with(
                    on(untag, request.owner(), caller), IamDemands.tagKeys(request.keys())),
            (request, caller, _) ->
                iam.tags().remove(IamDemands.account(caller), request.owner(), request.keys())),
        IamAction.answering(
            list,
            (input, caller) -> {
              Owner owner = owner(input);
              return new Listed(owner, pages.asked(input, caller, list, owner.toString()));
            },
            (request, caller) -> on(list, request.owner(), caller),
            this::list));
  }

  private Owner owner(QueryInput input) {
    return switch (tagged) {
      case USER -> of(input, IdentityKind.USER);
      case ROLE -> of(input, IdentityKind.ROLE);
      case POLICY -> new Owner.OfPolicy(IamInput.arn(input, "PolicyArn"));
      case PROVIDER -> new Owner.OfProvider(IamInput.arn(input, "OpenIDConnectProviderArn"));
    };
  }

  private static Owner of(QueryInput input, IdentityKind kind) {
    return new Owner.OfIdentity(kind, IamInput.name(input, kind));
  }

  private Demand on(String action, Owner owner, Caller.Known caller) {
    return switch (owner) {
      case Owner.OfIdentity(IdentityKind kind, String name) ->
          demands.onEntity(action, kind, name, caller);
      case Owner.OfPolicy(Arn arn) -> IamDemands.on(action, arn, caller);
      case Owner.OfProvider(Arn arn) -> IamDemands.on(action, arn, caller);
    };
  }

  private void list(Listed request, Caller.Known caller, XmlAnswer xml) {
    Map<String, String> tags = iam.tags().of(IamDemands.account(caller), request.owner());
    List<Map.Entry<String, String>> all = List.copyOf(new TreeMap<>(tags).entrySet());
    pages.write(
        xml,
        "Tags",
        request.asked(),
        IamPages.of(all, request.asked(), Map.Entry::getKey),
        (answer, tag) ->
            answer
                .open("member")
                .element("Key", tag.getKey())
                .element("Value", tag.getValue())
                .close());
  }
}
