package dev.berth.identity.gate;

import dev.berth.iam.Principal;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.identity.Attachable;
import dev.berth.metadata.Database;
import dev.berth.metadata.Remembered;
import dev.berth.metadata.Topic;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The policies of users and roles, remembered until a write changes any: {@link Topic}. */
public final class HeldPolicies {
  private static final int KEPT = 10_000;
  private static final int MOST_GROUPS = 1000;

  private final Attachable attachable;
  private final CompiledPolicies compiled;
  private final Remembered<Holder, Held> remembered;

  private record Holder(AccountId account, String id) {}

  public HeldPolicies(Database database, Attachable attachable, CompiledPolicies compiled) {
    this.attachable = attachable;
    this.compiled = compiled;
    this.remembered =
        database.remember(
            Topic.POLICIES,
            Remembered.Bound.values(KEPT),
            (tx, holder) -> read(tx, holder.account(), holder.id()));
  }

  Held of(Principal principal) {
    return switch (principal) {
      case Principal.RootUser _ -> Held.NOTHING;
      case Principal.User user -> of(user.account(), user.userId());
      case Principal.RoleSession session -> of(session.account(), session.roleId());
      case Principal.FederatedUser federated -> of(federated.parent());
    };
  }

  private Held of(AccountId account, String id) {
    return remembered.of(new Holder(account, id)).orElse(Held.NOTHING);
  }

  /** What the user, group or role of that name has now; for simulations. */
  Held of(Transaction transaction, Identity identity) {
    return read(transaction, identity.account(), identity.id()).orElse(Held.NOTHING);
  }

  private Optional<Held> read(Transaction transaction, AccountId account, String id) {
    return transaction
        .identities()
        .find(id)
        .filter(identity -> identity.account().equals(account))
        .map(identity -> held(transaction, identity));
  }

  private Held held(Transaction transaction, Identity identity) {
    List<NamedDocument> documents = new ArrayList<>(documents(transaction, identity));
    if (identity.kind() == IdentityKind.USER) {
      Page.Request<String> all = new Page.Request<>(Optional.empty(), MOST_GROUPS);
      for (Identity group : transaction.memberships().groupsOf(identity.id(), all).items()) {
        documents.addAll(documents(transaction, group));
      }
    }
    Map<String, String> tags = new HashMap<>();
    transaction
        .identityTags()
        .of(identity.id())
        .forEach((key, value) -> tags.put(key.toLowerCase(Locale.ROOT), value));
    return new Held(
        documents,
        identity.boundary().map(arn -> managed(transaction, identity.account(), arn)),
        tags);
  }

  private List<NamedDocument> documents(Transaction transaction, Identity holder) {
    List<NamedDocument> documents = new ArrayList<>();
    transaction
        .inlinePolicies()
        .of(holder.id())
        .forEach(
            (name, text) ->
                documents.add(
                    new NamedDocument(
                        "inline policy %s of %s %s"
                            .formatted(name, holder.kind().word(), holder.name()),
                        compiled.of(DocumentKind.IDENTITY_INLINE, text))));
    for (Arn arn : transaction.policyAttachments().of(holder.id())) {
      documents.add(managed(transaction, holder.account(), arn));
    }
    return documents;
  }

  private NamedDocument managed(Transaction transaction, AccountId account, Arn arn) {
    String text =
        attachable
            .find(transaction, account, arn)
            .map(policy -> attachable.document(transaction, policy))
            .orElse(CompiledPolicies.DENIES_ALL);
    return new NamedDocument(arn.toString(), compiled.of(DocumentKind.IDENTITY_MANAGED, text));
  }
}
