package dev.berth.identity.session;

import dev.berth.iam.Principal;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.iam.sigv4.SigningCredentials;
import dev.berth.iam.token.RegistryToken;
import dev.berth.identity.AccessKeys;
import dev.berth.model.AccountId;
import java.util.Optional;

/**
 * Every credential that a request can be signed with: long-term keys, and with a session token the
 * temporary ones.
 */
public final class Credentials implements SigningCredentials {
  private final AccessKeys keys;
  private final Sessions sessions;

  public Credentials(AccessKeys keys, Sessions sessions) {
    this.keys = keys;
    this.sessions = sessions;
  }

  @Override
  public Optional<SigningCredential> find(String accessKeyId, Optional<String> sessionToken) {
    return sessionToken.isPresent()
        ? sessions.find(accessKeyId, sessionToken.get())
        : keys.find(accessKeyId, Optional.empty());
  }

  /** Who holds a registry token, if they still do (threats T5 to T7). */
  public Optional<Principal> holderOf(RegistryToken token) {
    return Sessions.isKeyId(token.accessKeyId())
        ? sessions.holderOf(token).or(() -> keys.holderOf(token))
        : keys.holderOf(token);
  }

  /** The account that an access key of either kind is of; empty when nobody has it. */
  public Optional<AccountId> accountOf(String accessKeyId) {
    return sessions
        .accountOf(accessKeyId)
        .or(
            () ->
                keys.find(accessKeyId, Optional.empty())
                    .map(credential -> credential.principal().account()));
  }
}
