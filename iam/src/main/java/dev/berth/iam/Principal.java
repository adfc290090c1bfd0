package dev.berth.iam;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import java.util.Optional;

/** A caller after authentication (IAM dossier 5.6). */
public sealed interface Principal {

  /** Its ARN, as refusals name it: of a role's session the {@code assumed-role} ARN. */
  Arn arn();

  /** The account it belongs to. */
  AccountId account();

  /** What GetCallerIdentity answers as {@code UserId} (IAM dossier 8.2). */
  String userId();

  /** The session that it calls in; empty with a long-term credential. */
  Optional<Session> session();

  /**
   * The root user of an account.
   *
   * @param account whose
   * @param session of GetSessionToken; empty with a long-term key
   */
  record RootUser(AccountId account, Optional<Session> session) implements Principal {
    /** With a long-term key. */
    public RootUser(AccountId account) {
      this(account, Optional.empty());
    }

    @Override
    public Arn arn() {
      return Arn.ofRoot(account);
    }

    @Override
    public String userId() {
      return account.value();
    }
  }

  /**
   * An IAM user.
   *
   * @param arn {@code arn:aws:iam::ACCOUNT:user/PATH/NAME}
   * @param userId {@code AIDA…}
   * @param session of GetSessionToken; empty with a long-term key
   */
  record User(Arn arn, String userId, Optional<Session> session) implements Principal {
    @Override
    public AccountId account() {
      return new AccountId(arn.account());
    }

    /** Its name without the path: {@code aws:username}. */
    public String name() {
      return friendlyName(arn);
    }
  }

  /**
   * A session of a role.
   *
   * @param role {@code arn:aws:iam::ACCOUNT:role/PATH/NAME}: {@code aws:PrincipalArn}
   * @param roleId {@code AROA…}
   * @param of the session
   */
  record RoleSession(Arn role, String roleId, Session of) implements Principal {
    /** {@code arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION}, without the role's path. */
    @Override
    public Arn arn() {
      return new Arn(
          role.partition(),
          "sts",
          "",
          role.account(),
          "assumed-role/" + friendlyName(role) + "/" + of.name());
    }

    @Override
    public AccountId account() {
      return new AccountId(role.account());
    }

    @Override
    public String userId() {
      return roleId + ":" + of.name();
    }

    @Override
    public Optional<Session> session() {
      return Optional.of(of);
    }
  }

  /**
   * A session of GetFederationToken.
   *
   * @param parent who asked for it, a user or a root user without a session
   * @param of the session
   */
  record FederatedUser(Principal parent, Session of) implements Principal {
    @Override
    public Arn arn() {
      return new Arn(Arn.PARTITION, "sts", "", account().value(), "federated-user/" + of.name());
    }

    @Override
    public AccountId account() {
      return parent.account();
    }

    @Override
    public String userId() {
      return account().value() + ":" + of.name();
    }

    @Override
    public Optional<Session> session() {
      return Optional.of(of);
    }
  }

  private static String friendlyName(Arn arn) {
    return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
  }
}
