package dev.berth.identity;

import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.iam.token.BasicCredential;
import dev.berth.iam.token.RegistryToken;
import dev.berth.iam.token.RegistryTokens;
import dev.berth.iam.token.RegistryTokens.Opened;
import dev.berth.model.Region;
import java.util.Optional;
import java.util.Set;

/** Finds out who logs in to a registry. */
public final class RegistryLogins {
  private final RegistryTokens tokens;
  private final AccessKeys keys;

  public RegistryLogins(RegistryTokens tokens, AccessKeys keys) {
    this.tokens = tokens;
    this.keys = keys;
  }

  /**
   * Reads the credential and asks whether its holder still exists.
   *
   * @param authorization the value of the header
   * @param regions where it must be for: the Region of the host name, or on a plain host all that
   *     are served
   */
  public RegistryLogin authenticate(Optional<String> authorization, Set<Region> regions) {
    return switch (BasicCredential.parse(authorization)) {
      case BasicCredential.Absent() -> new RegistryLogin.Unknown();
      case BasicCredential.Broken() -> new RegistryLogin.Broken();
      case BasicCredential.Login(var user, var password) ->
          user.equals(RegistryTokens.USER) ? login(password, regions) : new RegistryLogin.Unknown();
    };
  }

  private RegistryLogin login(String password, Set<Region> regions) {
    return switch (tokens.open(password)) {
      case Opened.Unreadable() -> new RegistryLogin.Unknown();
      case Opened.Expired(_) -> new RegistryLogin.Expired();
      case Opened.Good(var token) ->
          regions.contains(token.region()) ? holder(token) : new RegistryLogin.Unknown();
    };
  }

  private RegistryLogin holder(RegistryToken token) {
    Optional<SigningCredential> holder =
        keys.find(token.accessKeyId()).filter(key -> isHolder(key, token));
    return holder.isPresent()
        ? new RegistryLogin.Known(holder.get().principal(), token)
        : new RegistryLogin.Unknown();
  }

  private static boolean isHolder(SigningCredential key, RegistryToken token) {
    return key.generation() == token.generation()
        && key.principal().arn().equals(token.principal())
        && key.principal().account().equals(token.account());
  }
}
