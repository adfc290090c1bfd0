package dev.berth.metadata;

import dev.berth.model.AccountId;
import dev.berth.model.OidcProvider;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The OpenID Connect issuers that accounts trust. */
public final class OidcProviderTable {
  private static final String PUT =
      """
      insert into oidc_provider (account, url, created_at, client_ids, thumbprints)
      values (:account, :url, :createdAt, :clientIds, :thumbprints)
      on conflict (account, url) do update
         set client_ids = excluded.client_ids,
             thumbprints = excluded.thumbprints
      """;

  private static final String FIND =
      """
      select account, url, created_at, client_ids, thumbprints
        from oidc_provider
       where account = :account
         and url = :url
      """;

  private static final String OF =
      """
      select account, url, created_at, client_ids, thumbprints
        from oidc_provider
       where account = :account
       order by url
      """;

  private static final String DELETE =
      """
      delete from oidc_provider
       where account = :account
         and url = :url
      """;

  private final Handle handle;

  OidcProviderTable(Handle handle) {
    this.handle = handle;
  }

  /** Adds the provider, or replaces the lists of the one with its URL. */
  public void put(OidcProvider provider) {
    handle
        .createUpdate(PUT)
        .bind("account", provider.account().value())
        .bind("url", provider.url())
        .bind("createdAt", Micros.of(provider.createdAt()))
        .bind("clientIds", String.join("\n", provider.clientIds()))
        .bind("thumbprints", String.join("\n", provider.thumbprints()))
        .execute();
  }

  /**
   * The provider of that URL.
   *
   * @param url without {@code https://}
   */
  public Optional<OidcProvider> find(AccountId account, String url) {
    return handle
        .createQuery(FIND)
        .bind("account", account.value())
        .bind("url", url)
        .map((row, _) -> provider(row))
        .findOne();
  }

  /** All of the account, by URL; there are a hundred at most. */
  public List<OidcProvider> of(AccountId account) {
    return handle
        .createQuery(OF)
        .bind("account", account.value())
        .map((row, _) -> provider(row))
        .list();
  }

  public void delete(AccountId account, String url) {
    handle.createUpdate(DELETE).bind("account", account.value()).bind("url", url).execute();
  }

  private static OidcProvider provider(ResultSet row) throws SQLException {
    return new OidcProvider(
        new AccountId(row.getString("account")),
        row.getString("url"),
        Micros.at(row.getLong("created_at")),
        row.getString("client_ids").lines().toList(),
        row.getString("thumbprints").lines().toList());
  }
}
