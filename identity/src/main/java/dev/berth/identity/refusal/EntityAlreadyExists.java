package dev.berth.identity.refusal;

import dev.berth.model.IdentityKind;
import java.util.Locale;

/** The name is taken, perhaps in another case. */
public final class EntityAlreadyExists extends IdentityRefusal {
  private static final long serialVersionUID = 1L;

  private EntityAlreadyExists(String message) {
    super(message);
  }

  /** By a user, group or role. */
  public static EntityAlreadyExists identity(IdentityKind kind, String name) {
    String word = kind.word();
    return new EntityAlreadyExists(
        "%s%s with name %s already exists."
            .formatted(word.substring(0, 1).toUpperCase(Locale.ROOT), word.substring(1), name));
  }

  /** By a managed policy. */
  public static EntityAlreadyExists policy(String name) {
    return new EntityAlreadyExists(
        "A policy called %s already exists. Duplicate names are not allowed.".formatted(name));
  }

  /** By an OpenID Connect provider of that URL. */
  public static EntityAlreadyExists provider(String url) {
    return new EntityAlreadyExists("Provider with url %s already exists.".formatted(url));
  }

  /** By the alias of an account. */
  public static EntityAlreadyExists alias(String alias) {
    return new EntityAlreadyExists("The account alias %s already exists.".formatted(alias));
  }

  /** By a service-linked role. */
  public static EntityAlreadyExists serviceRole(String role) {
    return new EntityAlreadyExists(
        "Service role name %s has been taken in this account, please try a different suffix."
            .formatted(role));
  }
}
