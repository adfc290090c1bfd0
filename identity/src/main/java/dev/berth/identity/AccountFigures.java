package dev.berth.identity;

import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.ManagedPolicy;
import dev.berth.model.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What an account holds, counted and listed as a whole (IAM dossier 9.1). */
public final class AccountFigures {
  private static final int AT_ONCE = 1000;

  private final IdentityRows rows;
  private final IdentityLimits limits;

  /** Something that an account holds. */
  public sealed interface Entity {

    /** The order of the whole list: users, groups, roles, policies, each by name. */
    String key();

    /** A user, group or role. */
    record OfIdentity(Identity identity) implements Entity {
      @Override
      public String key() {
        String place =
            switch (identity.kind()) {
              case USER -> "0 ";
              case GROUP -> "1 ";
              case ROLE -> "2 ";
            };
        return place + identity.name().toLowerCase(Locale.ROOT);
      }
    }

    /** A managed policy that the account made. */
    record OfPolicy(ManagedPolicy policy) implements Entity {
      @Override
      public String key() {
        return "3 " + policy.name().toLowerCase(Locale.ROOT);
      }
    }
  }

  public AccountFigures(IdentityRows rows, IdentityLimits limits) {
    this.rows = rows;
    this.limits = limits;
  }

  /** The figures of GetAccountSummary, by their names. */
  public Map<String, Long> of(AccountId account) {
    Map<String, Long> figures = new TreeMap<>();
    rows.read(
        tx -> {
          figures.put("Users", tx.identities().count(account, IdentityKind.USER));
          figures.put("Groups", tx.identities().count(account, IdentityKind.GROUP));
          figures.put("Roles", tx.identities().count(account, IdentityKind.ROLE));
          figures.put("Policies", tx.managedPolicies().count(account));
          figures.put("Providers", (long) tx.oidcProviders().of(account).size());
          figures.put(
              "AccountAccessKeysPresent",
              tx.accessKeys().ofAccount(account).stream()
                  .filter(key -> key.user().isEmpty())
                  .count());
          return figures;
        });
    figures.put("AccountMFAEnabled", 0L);
    figures.put("MFADevices", 0L);
    figures.put("UsersQuota", (long) limits.users());
    figures.put("GroupsQuota", (long) limits.groups());
    figures.put("RolesQuota", (long) limits.roles());
    figures.put("PoliciesQuota", (long) limits.policies());
    figures.put("AccessKeysPerUserQuota", (long) limits.keysPerUser());
    figures.put("GroupsPerUserQuota", (long) limits.groupsPerUser());
    figures.put("AttachedPoliciesPerUserQuota", (long) limits.attachments());
    figures.put("AttachedPoliciesPerGroupQuota", (long) limits.attachments());
    figures.put("AttachedPoliciesPerRoleQuota", (long) limits.attachments());
    figures.put("VersionsPerPolicyQuota", (long) limits.versions());
    figures.putAll(DocumentRules.QUOTAS);
    return figures;
  }

  /** Everything that the account holds, in order; quotas bound how much that is. */
  public List<Entity> entities(AccountId account) {
    return rows.read(
        tx -> {
          List<Entity> all = new ArrayList<>();
          for (IdentityKind kind : IdentityKind.values()) {
            for (Identity identity : identities(tx, account, kind)) {
              all.add(new Entity.OfIdentity(identity));
            }
          }
          for (ManagedPolicy policy :
              whole(request -> tx.managedPolicies().page(account, "/", request))) {
            all.add(new Entity.OfPolicy(policy));
          }
          return all;
        });
  }

  private static List<Identity> identities(
      Transaction transaction, AccountId account, IdentityKind kind) {
    return whole(request -> transaction.identities().page(account, kind, "/", request));
  }

  private static <T> List<T> whole(Function<Page.Request<String>, Page<T, String>> list) {
    List<T> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<T, String> page = list.apply(new Page.Request<>(after, AT_ONCE));
      all.addAll(page.items());
      after = page.next();
    } while (after.isPresent());
    return all;
  }
}
