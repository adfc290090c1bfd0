package dev.berth.server;

import dev.berth.iam.token.DownloadGrants;
import dev.berth.iam.token.PageTokens;
import dev.berth.iam.token.RegistryTokens;
import dev.berth.iam.token.Sealer;
import dev.berth.identity.AccessKeys;
import dev.berth.identity.MasterKey;
import dev.berth.identity.MasterKeyRotation;
import dev.berth.identity.RootKey;
import dev.berth.identity.RootKeys;
import dev.berth.identity.SealingKeys;
import dev.berth.identity.Secrets;
import dev.berth.identity.oidc.WebIdentities;
import dev.berth.identity.session.AssumableRoles;
import dev.berth.identity.session.Credentials;
import dev.berth.identity.session.LastingLogins;
import dev.berth.identity.session.Sessions;
import dev.berth.identity.session.StoredTrust;
import dev.berth.identity.session.WebIdentityRoles;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.server.config.Config;
import dev.berth.server.folder.DataFolder;
import dev.berth.server.job.Jobs;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may call, and what seals what they carry.
 *
 * @param accessKeys seals the secrets of new keys
 * @param credentials finds what requests are signed with
 * @param sessions makes and ends temporary credentials
 * @param roles makes sessions of roles
 * @param webIdentities opens roles with tokens of other issuers
 * @param logins of docker, besides ECR's
 * @param tokens the passwords of docker
 * @param pages page tokens
 * @param downloads download addresses
 * @param newRootKeys the root keys that this start made, by account: shown once
 * @param givenRootKey the root key of the default account that the environment gave
 */
record Identities(
    AccessKeys accessKeys,
    Credentials credentials,
    Sessions sessions,
    AssumableRoles roles,
    WebIdentityRoles webIdentities,
    LastingLogins logins,
    RegistryTokens tokens,
    PageTokens pages,
    DownloadGrants downloads,
    Map<AccountId, RootKey> newRootKeys,
    Optional<RootKey> givenRootKey) {
  private static final Duration EVERY = Duration.ofMinutes(10);

  static Identities open(
      Config config,
      DataFolder folder,
      Database database,
      Map<String, String> environment,
      InstantSource clock,
      SecureRandom random) {
    Optional<String> given = Optional.ofNullable(environment.get("BERTH_MASTER_KEY"));
    if (given.isEmpty()) {
      new MasterKeyRotation(folder.masterKey(), database, random).settle();
    }
    MasterKey master =
        folder.isNew()
            ? MasterKey.ofNewFolder(folder.masterKey(), given, random)
            : MasterKey.ofFolder(folder.masterKey(), given);
    Secrets secrets = Secrets.open(master, database, random);
    SealingKeys sealing = SealingKeys.open(database, secrets, clock, random);
    Sealer sealer = new Sealer(sealing::ring, random);
    AccessKeys accessKeys = new AccessKeys(database, secrets);
    RegistryTokens tokens = new RegistryTokens(sealer, clock, RegistryTokens.DEFAULT_LIFE);
    Optional<RootKey> rootKey =
        RootKey.given(
            Optional.ofNullable(environment.get("BERTH_ROOT_ACCESS_KEY_ID")),
            Optional.ofNullable(environment.get("BERTH_ROOT_SECRET_ACCESS_KEY")));
    Sessions sessions = new Sessions(database, secrets, sealer, clock, random);
    AssumableRoles roles = new AssumableRoles(database, sessions, clock);
    Credentials credentials = new Credentials(accessKeys, sessions);
    WebIdentityRoles webIdentities =
        new WebIdentityRoles(
            new WebIdentities(database, config.issuers(), clock),
            roles,
            new StoredTrust(config.organization()));
    return new Identities(
        accessKeys,
        credentials,
        sessions,
        roles,
        webIdentities,
        new LastingLogins(
            credentials,
            sessions,
            webIdentities,
            config.login().accessKeys(),
            config.login().webIdentity()),
        tokens,
        new PageTokens(sealer),
        new DownloadGrants(sealer, clock),
        rootKeys(config, new RootKeys(database, accessKeys, clock, random), rootKey),
        rootKey);
  }

  private static Map<AccountId, RootKey> rootKeys(
      Config config, RootKeys roots, Optional<RootKey> given) {
    Map<AccountId, RootKey> made = new LinkedHashMap<>();
    for (AccountId account : config.accounts()) {
      Optional<RootKey> wanted = account.equals(config.defaultAccount()) ? given : Optional.empty();
      if (roots.ensure(account, wanted) instanceof RootKeys.Outcome.Made(RootKey key)) {
        made.put(account, key);
      }
    }
    return made;
  }

  /** What is done without a request. */
  List<Jobs.Deleting> jobs() {
    return List.of(new Jobs.Deleting("remove-ended-sessions", EVERY, sessions::removeEnded));
  }

  /** The root key of the default account, when this start knows its secret. */
  Optional<RootKey> knownRootKey(Config config) {
    return givenRootKey.or(() -> Optional.ofNullable(newRootKeys.get(config.defaultAccount())));
  }
}
