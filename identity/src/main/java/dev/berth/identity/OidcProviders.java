package dev.berth.identity;

import dev.berth.identity.refusal.EntityAlreadyExists;
import dev.berth.identity.refusal.InvalidInput;
import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.identity.refusal.QuotaExceeded;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.OidcProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The OpenID Connect issuers whose tokens roles of an account may trust (IAM dossier 8.3, 9.1). */
public final class OidcProviders {
  private static final String PREFIX = "oidc-provider/";
  private static final String SCHEME = "https://";
  private static final int MOST_CLIENT_IDS = 100;
  private static final int MOST_THUMBPRINTS = 5;

  private final IdentityRows rows;
  private final IdentityTags tags;
  private final IdentityLimits limits;
  private final InstantSource clock;

  public OidcProviders(
      IdentityRows rows, IdentityTags tags, IdentityLimits limits, InstantSource clock) {
    this.rows = rows;
    this.tags = tags;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Trusts an issuer. It is not asked: its keys are fetched when the first token comes.
   *
   * @param url with {@code https://}
   */
  public OidcProvider create(
      AccountId account,
      String url,
      List<String> clientIds,
      List<String> thumbprints,
      Map<String, String> resourceTags) {
    String issuer = issuer(url);
    return rows.change(
        account,
        transaction -> {
          if (transaction.oidcProviders().find(account, issuer).isPresent()) {
            throw EntityAlreadyExists.provider(url);
          }
          if (transaction.oidcProviders().of(account).size() >= limits.providers()) {
            throw QuotaExceeded.of("OpenIdConnectProvidersPerAccount", limits.providers());
          }
          OidcProvider provider =
              checked(new OidcProvider(account, issuer, clock.instant(), clientIds, thumbprints));
          transaction.oidcProviders().put(provider);
          tags.put(transaction, provider.arn().toString(), resourceTags);
          return provider;
        });
  }

  /**
   * The URL as it is stored: without its scheme. A closing slash stays, since tokens of issuers
   * that write one, such as Auth0, are of that name and no other.
   */
  private static String issuer(String url) {
    try {
      URI uri = new URI(url);
      if (!url.startsWith(SCHEME)
          || uri.getHost() == null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null
          || uri.getRawUserInfo() != null) {
        throw new InvalidInput("Invalid Open ID Connect Provider URL");
      }
    } catch (URISyntaxException _) {
      throw new InvalidInput("Invalid Open ID Connect Provider URL");
    }
    return url.substring(SCHEME.length());
  }

  private static OidcProvider checked(OidcProvider provider) {
    if (provider.clientIds().size() > MOST_CLIENT_IDS) {
      throw QuotaExceeded.of("ClientIdsPerOpenIdConnectProvider", MOST_CLIENT_IDS);
    }
    if (provider.thumbprints().size() > MOST_THUMBPRINTS) {
      throw new InvalidInput("Thumbprint list must contain fewer than 5 entries.");
    }
    return provider;
  }

  /** The provider of that ARN. */
  public OidcProvider get(AccountId account, Arn arn) {
    return rows.read(tx -> required(tx, account, arn));
  }

  static OidcProvider required(Transaction transaction, AccountId account, Arn arn) {
    if (!arn.service().equals("iam")
        || !arn.account().equals(account.value())
        || !arn.resource().startsWith(PREFIX)) {
      throw NoSuchEntity.provider(arn);
    }
    return transaction
        .oidcProviders()
        .find(account, arn.resource().substring(PREFIX.length()))
        .orElseThrow(() -> NoSuchEntity.provider(arn));
  }

  /** All providers of the account. */
  public List<OidcProvider> of(AccountId account) {
    return rows.read(tx -> tx.oidcProviders().of(account));
  }

  /** Accepts one more audience. */
  public void addClientId(AccountId account, Arn arn, String clientId) {
    update(
        account,
        arn,
        found -> {
          Set<String> ids = new LinkedHashSet<>(found.clientIds());
          ids.add(clientId);
          return with(found, List.copyOf(ids), found.thumbprints());
        });
  }

  /** Accepts one audience less; one that is not there is no mistake. */
  public void removeClientId(AccountId account, Arn arn, String clientId) {
    update(
        account,
        arn,
        found -> {
          Set<String> ids = new LinkedHashSet<>(found.clientIds());
          ids.remove(clientId);
          return with(found, List.copyOf(ids), found.thumbprints());
        });
  }

  /** Replaces the list of thumbprints. */
  public void setThumbprints(AccountId account, Arn arn, List<String> thumbprints) {
    update(account, arn, found -> with(found, found.clientIds(), thumbprints));
  }

  /** Trusts the issuer no more. */
  public void delete(AccountId account, Arn arn) {
    rows.change(
        account,
        transaction -> {
          OidcProvider provider = required(transaction, account, arn);
          transaction.identityTags().deleteOf(provider.arn().toString());
          transaction.oidcProviders().delete(account, provider.url());
          return provider;
        });
  }

  private void update(AccountId account, Arn arn, UnaryOperator<OidcProvider> change) {
    rows.change(
        account,
        transaction -> {
          OidcProvider changed = checked(change.apply(required(transaction, account, arn)));
          transaction.oidcProviders().put(changed);
          return changed;
        });
  }

  private static OidcProvider with(
      OidcProvider found, List<String> clientIds, List<String> thumbprints) {
    return new OidcProvider(
        found.account(), found.url(), found.createdAt(), clientIds, thumbprints);
  }
}
