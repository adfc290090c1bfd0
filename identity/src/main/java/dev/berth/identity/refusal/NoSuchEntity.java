package dev.berth.identity.refusal;

import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import java.util.Locale;

/** What was named is not there. */
public final class NoSuchEntity extends IdentityRefusal {
  private static final long serialVersionUID = 1L;

  private NoSuchEntity(String message) {
    super(message);
  }

  /** There is no user, group or role of that name. */
  public static NoSuchEntity identity(IdentityKind kind, String name) {
    return new NoSuchEntity("The %s with name %s cannot be found.".formatted(kind.word(), name));
  }

  /** There is no managed policy of that ARN. */
  public static NoSuchEntity policy(Arn arn) {
    return new NoSuchEntity("Policy %s was not found.".formatted(arn));
  }

  /** There is no managed policy of that ARN that could be attached. */
  public static NoSuchEntity attachable(Arn arn) {
    return new NoSuchEntity("Policy %s does not exist or is not attachable.".formatted(arn));
  }

  /** The managed policy is not attached. */
  public static NoSuchEntity attachment(Arn arn) {
    return new NoSuchEntity("Policy %s was not found.".formatted(arn));
  }

  /** The managed policy has no such version. */
  public static NoSuchEntity version(Arn arn, String version) {
    return new NoSuchEntity(
        "Policy %s version %s does not exist or is not attachable.".formatted(arn, version));
  }

  /** There is no inline policy of that name. */
  public static NoSuchEntity inlinePolicy(IdentityKind kind, String policy) {
    return new NoSuchEntity(
        "The %s policy with name %s cannot be found.".formatted(kind.word(), policy));
  }

  /** The user has no access key of that id. */
  public static NoSuchEntity accessKey(String id) {
    return new NoSuchEntity("The Access Key with id %s cannot be found".formatted(id));
  }

  /** The user is not in the group. */
  public static NoSuchEntity membership(String user, String group) {
    return new NoSuchEntity("User %s not in group %s.".formatted(user, group));
  }

  /** There is no OpenID Connect provider of that ARN. */
  public static NoSuchEntity provider(Arn arn) {
    return new NoSuchEntity("OpenIDConnect Provider not found for arn %s".formatted(arn));
  }

  /** The account has no such alias. */
  public static NoSuchEntity alias(String alias) {
    return new NoSuchEntity("The account alias %s cannot be found.".formatted(alias));
  }

  /** The user, role or group has no boundary. */
  public static NoSuchEntity boundary(IdentityKind kind, String name) {
    return new NoSuchEntity(
        "The %s %s does not have a permissions boundary."
            .formatted(kind.word().toLowerCase(Locale.ROOT), name));
  }

  /** There is no such task of deletion. */
  public static NoSuchEntity deletion(String task) {
    return new NoSuchEntity("Deletion task %s was not found.".formatted(task));
  }
}
