package dev.berth.identity;

import dev.berth.iam.Principal;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.iam.sigv4.SigningCredentials;
import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.iam.token.RegistryToken;
import dev.berth.metadata.Database;
import dev.berth.metadata.Remembered;
import dev.berth.metadata.Topic;
import dev.berth.model.AccessKey;
import dev.berth.model.AccountId;
import dev.berth.model.SealedSecret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The stored access keys, as they are at each request, so that one that is gone is gone at once
 * (threat T5).
 */
public final class AccessKeys implements SigningCredentials {
  private static final Pattern ID = Pattern.compile("\\w{3,128}");

  private static final int REMEMBERED = 10_000;

  private final Remembered<String, AccessKey> keys;
  private final Secrets secrets;

  public AccessKeys(Database database, Secrets secrets) {
    this.keys =
        database.remember(
            Topic.CREDENTIALS,
            Remembered.Bound.values(REMEMBERED),
            (transaction, id) -> transaction.accessKeys().find(id));
    this.secrets = secrets;
  }

  /** No session exists yet: whoever sends a session token, with whatever key, is unknown. */
  @Override
  public Optional<SigningCredential> find(String accessKeyId, Optional<String> sessionToken) {
    return sessionToken.isPresent() ? Optional.empty() : find(accessKeyId);
  }

  /** The credential of that id as it is now. */
  public Optional<SigningCredential> find(String accessKeyId) {
    return active(accessKeyId).map(this::credential);
  }

  private Optional<AccessKey> active(String id) {
    return ID.matcher(id).matches()
        ? keys.of(id).filter(key -> key.status() == AccessKey.Status.ACTIVE)
        : Optional.empty();
  }

  /**
   * Who holds a registry token, if they still do: its key is active, with the secret that the token
   * was asked for with. Anything that replaced, removed or stopped the key has ended the token.
   */
  public Optional<Principal> holderOf(RegistryToken token) {
    return active(token.accessKeyId())
        .filter(key -> key.generation() == token.generation())
        .map(AccessKeys::principalOf)
        .filter(principal -> principal.userId().equals(token.principalId()))
        .filter(principal -> principal.account().equals(token.account()));
  }

  private SigningCredential credential(AccessKey key) {
    return new SigningCredential(key.id(), secretOf(key), principalOf(key), key.generation());
  }

  SigningSecret secretOf(AccessKey key) {
    byte[] secret = secrets.unwrap(row(key.id(), key.account()), key.secret());
    return new SigningSecret(new String(secret, StandardCharsets.UTF_8));
  }

  SealedSecret seal(String id, AccountId account, SigningSecret secret) {
    return secrets.wrap(row(id, account), secret.value().getBytes(StandardCharsets.UTF_8));
  }

  private static String row(String id, AccountId account) {
    return "access-key/" + id + "/" + account;
  }

  private static Principal principalOf(AccessKey key) {
    return key.user()
        .<Principal>map(user -> new Principal.User(user.arn(), user.id(), Optional.empty()))
        .orElseGet(() -> new Principal.RootUser(key.account()));
  }
}
