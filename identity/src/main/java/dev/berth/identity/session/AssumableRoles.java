package dev.berth.identity.session;

import dev.berth.iam.Principal;
import dev.berth.identity.session.SessionRefused.TooLong;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import dev.berth.model.Malformed;
import dev.berth.model.Region;
import dev.berth.model.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The roles that sessions are made of. Who may have one is decided before. */
public final class AssumableRoles {
  private static final Duration LONGEST_OF_CHAIN = Duration.ofHours(1);
  private static final Duration BETWEEN_MARKS = Duration.ofMinutes(15);

  private final Database database;
  private final Sessions sessions;
  private final InstantSource clock;

  public AssumableRoles(Database database, Sessions sessions, InstantSource clock) {
    this.database = database;
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * An ARN that a role can have.
   *
   * @throws Malformed for another one
   */
  public static Arn arn(String text) {
    Arn arn = Arn.parse(text);
    if (!arn.service().equals("iam")
        || !arn.resource().startsWith("role/")
        || arn.resource().endsWith("/")) {
      throw new Malformed("role ARN", text, "it has the form arn:aws:iam::ACCOUNT:role/NAME");
    }
    return new Arn(
        arn.partition(),
        arn.service(),
        arn.region(),
        new AccountId(arn.account()).value(),
        arn.resource());
  }

  /** The role of that ARN, its path included. */
  public Optional<Role> find(Arn arn) {
    String name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    return database.read(
        transaction ->
            transaction
                .identities()
                .find(new AccountId(arn.account()), IdentityKind.ROLE, name)
                .filter(identity -> identity.arn().equals(arn))
                .map(transaction.roles()::of));
  }

  /**
   * Makes a session of the role.
   *
   * @param region where it was asked for
   * @throws TooLong when it would live longer than the role, or a chain, allows
   */
  public TemporaryCredentials assume(Role role, SessionTerms terms, Region region) {
    if (terms.chained() && terms.life().compareTo(LONGEST_OF_CHAIN) > 0) {
      throw TooLong.forChain();
    }
    if (terms.life().compareTo(role.longestSession()) > 0) {
      throw TooLong.forRole();
    }
    mark(role, region);
    return sessions.issue(
        terms,
        session -> new Principal.RoleSession(role.identity().arn(), role.identity().id(), session));
  }

  // Who assumes a role every second shall not write it down every second.
  private void mark(Role role, Region region) {
    boolean recent =
        role.lastUsed()
            .filter(use -> clock.instant().isBefore(use.at().plus(BETWEEN_MARKS)))
            .isPresent();
    if (!recent) {
      Role.LastUse use = new Role.LastUse(clock.instant(), region.value());
      database.write(
          transaction -> {
            transaction.roles().used(role.identity().id(), use);
            return use;
          });
    }
  }
}
