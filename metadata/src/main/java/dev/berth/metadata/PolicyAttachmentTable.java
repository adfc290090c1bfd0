package dev.berth.metadata;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.Page;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Which managed policies are attached to which users, groups and roles. */
public final class PolicyAttachmentTable {
  private static final String ADD =
      """
      insert into policy_attachment (identity_id, policy_arn)
      values (:identity, :policy)
      on conflict do nothing
      """;

  private static final String REMOVE =
      """
      delete from policy_attachment
       where identity_id = :identity
         and policy_arn = :policy
      """;

  private static final String OF =
      """
      select policy_arn
        from policy_attachment
       where identity_id = :identity
       order by policy_arn
      """;

  private static final String HOLDERS =
      """
      select i.id, i.account, i.kind, i.name, i.path, i.created_at, i.boundary
        from policy_attachment a
        join identity i on i.id = a.identity_id
       where a.policy_arn = :policy
         and i.account = :account
         and i.id > :after
       order by i.id
       limit :limit
      """;

  private static final String COUNTS =
      """
      select a.policy_arn, count(*)
        from identity i
        join policy_attachment a on a.identity_id = i.id
       where i.account = :account
       group by a.policy_arn
      """;

  private final Handle handle;

  PolicyAttachmentTable(Handle handle) {
    this.handle = handle;
  }

  /** Attaches; nothing when it is attached. */
  public void add(String identityId, Arn policy) {
    handle
        .createUpdate(ADD)
        .bind("identity", identityId)
        .bind("policy", policy.toString())
        .execute();
  }

  /** Detaches, and says whether it was attached. */
  public boolean remove(String identityId, Arn policy) {
    return handle
            .createUpdate(REMOVE)
            .bind("identity", identityId)
            .bind("policy", policy.toString())
            .execute()
        > 0;
  }

  /** The policies attached to one identity, by ARN; there are few. */
  public List<Arn> of(String identityId) {
    return handle
        .createQuery(OF)
        .bind("identity", identityId)
        .map((row, _) -> Arn.parse(row.getString(1)))
        .list();
  }

  /**
   * The account's users, groups and roles that a policy is attached to, by id.
   *
   * @param request positions are ids
   */
  public Page<Identity, String> holders(
      AccountId account, Arn policy, Page.Request<String> request) {
    List<Identity> rows =
        handle
            .createQuery(HOLDERS)
            .bind("account", account.value())
            .bind("policy", policy.toString())
            .bind("after", request.after().orElse(""))
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> IdentityTable.identity(row))
            .list();
    return Keyset.page(rows, request, Identity::id);
  }

  /** How many identities of the account each policy is attached to, by the policy's ARN. */
  public Map<String, Long> counts(AccountId account) {
    return handle
        .createQuery(COUNTS)
        .bind("account", account.value())
        .map((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
