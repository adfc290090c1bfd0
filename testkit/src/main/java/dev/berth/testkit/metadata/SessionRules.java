package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.SealedSecret;
import dev.berth.model.StoredSession;
import dev.berth.model.StoredSession.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Temporary credentials. */
interface SessionRules extends MetadataRules {

  @Test
  default void a_session_is_found_as_it_was_made() {
    StoredSession session = session("ASIAFOUNDFOUNDFOUND2", "role/found", Kind.ROLE, "ci", 1);
    given().change(t -> t.sessions().insert(session));

    Optional<StoredSession> other = database().read(t -> t.sessions().find("ASIANOBODYNOBODYNO22"));

    assertThat(found(session)).contains(session);
    assertThat(other).isEmpty();
  }

  @Test
  default void the_sessions_of_a_principal_are_deleted_together_and_no_others() {
    StoredSession first = session("ASIAPRINCIPALONEAAA2", "user/one", Kind.OWN, "", 1);
    StoredSession second = session("ASIAPRINCIPALONEBBB2", "user/one", Kind.FEDERATED, "bob", 1);
    StoredSession other = session("ASIAPRINCIPALTWOAAA2", "user/two", Kind.OWN, "", 1);
    List.of(first, second, other).forEach(s -> given().change(t -> t.sessions().insert(s)));

    int deleted = database().write(t -> t.sessions().deleteOf(first.principal()));

    assertThat(deleted).isEqualTo(2);
    assertThat(found(second)).isEmpty();
    assertThat(found(other)).isPresent();
  }

  @Test
  default void the_sessions_of_a_renamed_user_go_by_its_new_name() {
    StoredSession session = session("ASIARENAMEDRENAMEDA2", "user/before", Kind.OWN, "", 1);
    given().change(t -> t.sessions().insert(session));
    Arn after = new Arn(Arn.PARTITION, "iam", "", session.account().value(), "user/after");

    given().change(t -> t.sessions().rename("AIDANOBODYELSE", session.principal()));
    given().change(t -> t.sessions().rename(session.principalId(), after));

    assertThat(found(session).map(StoredSession::principal)).contains(after);
    assertThat(database().<Integer>write(t -> t.sessions().deleteOf(after))).isPositive();
    assertThat(found(session)).isEmpty();
  }

  @Test
  default void sessions_are_found_by_account_kind_and_name() {
    StoredSession role = session("ASIANAMEDNAMEDAAAAA2", "role/named", Kind.ROLE, "named", 1);
    StoredSession user = session("ASIANAMEDNAMEDBBBBB2", "user/named", Kind.FEDERATED, "named", 1);
    List.of(role, user).forEach(s -> given().change(t -> t.sessions().insert(s)));

    List<StoredSession> roles =
        database().read(t -> t.sessions().named(role.account(), Kind.ROLE, "named"));
    List<StoredSession> elsewhere =
        database().read(t -> t.sessions().named(new AccountId("000000000099"), Kind.ROLE, "named"));
    given().change(t -> t.sessions().delete(role.keyId()));

    assertThat(roles).containsExactly(role);
    assertThat(elsewhere).isEmpty();
    assertThat(found(role)).isEmpty();
    assertThat(found(user)).isPresent();
  }

  @Test
  default void a_session_stays_until_its_time_and_the_oldest_goes_first() {
    StoredSession first = session("ASIAENDEDENDEDAAAAA2", "role/ended", Kind.ROLE, "a", -3);
    StoredSession second = session("ASIAENDEDENDEDBBBBB2", "role/ended", Kind.ROLE, "b", -2);
    StoredSession kept = session("ASIAENDEDENDEDCCCCC2", "role/ended", Kind.ROLE, "c", -1);
    List.of(second, kept, first).forEach(s -> given().change(t -> t.sessions().insert(s)));

    int one = database().write(t -> t.sessions().deleteEnded(second.keptUntil(), 1));
    assertThat(found(first)).isEmpty();
    assertThat(found(second)).isPresent();
    int more = database().write(t -> t.sessions().deleteEnded(second.keptUntil(), 10));

    assertThat(one).isEqualTo(1);
    assertThat(more).isEqualTo(1);
    assertThat(found(kept)).isPresent();
  }

  private Optional<StoredSession> found(StoredSession session) {
    return database().read(t -> t.sessions().find(session.keyId()));
  }

  private static StoredSession session(
      String keyId, String principal, Kind kind, String name, int daysKept) {
    AccountId account = new AccountId("000000000088");
    Instant end = GivenRows.NOW.plus(Duration.ofDays(daysKept));
    return new StoredSession(
        keyId,
        kind,
        account,
        new Arn(Arn.PARTITION, "iam", "", account.value(), principal),
        "AIDAEXAMPLE",
        name,
        end.minus(Duration.ofHours(13)),
        end.minus(Duration.ofHours(12)),
        end,
        new SealedSecret(new byte[] {1, 2, 3}));
  }
}
