package dev.berth.identity;

import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.model.AccountId;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import java.util.List;

/** The policies inside users, groups and roles (IAM dossier 9.1). */
public final class InlinePolicies {
  private final IdentityRows rows;
  private final DocumentRules documents;

  public InlinePolicies(IdentityRows rows, DocumentRules documents) {
    this.rows = rows;
    this.documents = documents;
  }

  /** Adds a policy, or replaces the one of that name. */
  public void put(
      AccountId account, IdentityKind kind, String holder, String name, String document) {
    rows.change(
        account,
        transaction -> {
          Identity found = IdentityRows.required(transaction, account, kind, holder);
          Roles.requireModifiable(transaction, found);
          documents.requireInline(
              found, name, document, transaction.inlinePolicies().of(found.id()));
          transaction.inlinePolicies().put(found.id(), name, document);
          return found;
        });
  }

  /** The document of that name, byte for byte. */
  public String get(AccountId account, IdentityKind kind, String holder, String name) {
    return rows.read(
        tx ->
            tx.inlinePolicies()
                .find(IdentityRows.required(tx, account, kind, holder).id(), name)
                .orElseThrow(() -> NoSuchEntity.inlinePolicy(kind, name)));
  }

  /** The names of all, sorted. */
  public List<String> names(AccountId account, IdentityKind kind, String holder) {
    return rows.read(
        tx ->
            List.copyOf(
                tx.inlinePolicies()
                    .of(IdentityRows.required(tx, account, kind, holder).id())
                    .keySet()));
  }

  /** Removes a policy. */
  public void delete(AccountId account, IdentityKind kind, String holder, String name) {
    rows.change(
        account,
        transaction -> {
          Identity found = IdentityRows.required(transaction, account, kind, holder);
          Roles.requireModifiable(transaction, found);
          if (!transaction.inlinePolicies().delete(found.id(), name)) {
            throw NoSuchEntity.inlinePolicy(kind, name);
          }
          return found;
        });
  }
}
