package dev.berth.iam.policy.evaluate;

import dev.berth.iam.Principal;
import dev.berth.model.AccountId;
import java.util.Optional;

/**
 * Who asks, with every name that a policy may use for it (IAM dossier 4.3, 5.6). Worth keeping as
 * long as the principal is the same.
 */
public sealed interface Caller {

  /** The account it belongs to; empty of those that belong to none. */
  Optional<AccountId> account();

  /**
   * An IAM user, with a long-term key or in a session of its own.
   *
   * @param arn of the user
   * @param id {@code AIDA…}
   */
  record User(AccountId of, String arn, Optional<String> id) implements Caller {
    @Override
    public Optional<AccountId> account() {
      return Optional.of(of);
    }
  }

  /**
   * A session of a role.
   *
   * @param arn {@code arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION}
   * @param role the role's ARN
   * @param id the role's, {@code AROA…}
   * @param serviceLinked whether the role belongs to a service: organisation policies leave it out
   */
  record RoleSession(
      AccountId of, String arn, String role, Optional<String> id, boolean serviceLinked)
      implements Caller {
    @Override
    public Optional<AccountId> account() {
      return Optional.of(of);
    }
  }

  /**
   * A session of GetFederationToken.
   *
   * @param arn {@code arn:aws:sts::ACCOUNT:federated-user/NAME}
   * @param parent who made it: a user, or the root user
   */
  record FederatedUser(String arn, Caller parent) implements Caller {
    public FederatedUser {
      if (!(parent instanceof User) && !(parent instanceof Root)) {
        throw new IllegalArgumentException("a user or root user makes federated users");
      }
    }

    @Override
    public Optional<AccountId> account() {
      return parent.account();
    }
  }

  /** The root user of an account: everything in it is allowed unless denied. */
  record Root(AccountId of) implements Caller {
    @Override
    public Optional<AccountId> account() {
      return Optional.of(of);
    }
  }

  /**
   * A service that acts for itself.
   *
   * @param name such as {@code replication.ecr.amazonaws.com}
   */
  record Service(String name) implements Caller {
    @Override
    public Optional<AccountId> account() {
      return Optional.empty();
    }
  }

  /**
   * Somebody with a token of an identity provider, before a role is assumed.
   *
   * @param provider its ARN or name, as trust policies have it
   */
  record WebIdentity(String provider) implements Caller {
    @Override
    public Optional<AccountId> account() {
      return Optional.empty();
    }
  }

  /** Nobody that is known. */
  record Anonymous() implements Caller {
    @Override
    public Optional<AccountId> account() {
      return Optional.empty();
    }
  }

  /** Whether organisation policies leave it out, because a service owns its role. */
  default boolean isServiceLinked() {
    return this instanceof RoleSession session && session.serviceLinked();
  }

  /** An authenticated principal as a caller. */
  static Caller of(Principal principal) {
    return switch (principal) {
      case Principal.RootUser root -> new Root(root.account());
      case Principal.User user ->
          new User(user.account(), user.arn().toString(), Optional.of(user.userId()));
      case Principal.RoleSession session ->
          new RoleSession(
              session.account(),
              session.arn().toString(),
              session.role().toString(),
              Optional.of(session.roleId()),
              session.role().resource().startsWith("role/aws-service-role/"));
      case Principal.FederatedUser user ->
          new FederatedUser(user.arn().toString(), of(user.parent()));
    };
  }
}
