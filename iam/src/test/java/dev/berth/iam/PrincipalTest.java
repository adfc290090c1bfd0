package dev.berth.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** IAM dossier 8.2. */
class PrincipalTest {
  private static final Principal.User ALICE =
      new Principal.User(
          Arn.parse("arn:aws:iam::111122223333:user/team/alice"),
          "AIDAEXAMPLEUSERID0001",
          Optional.empty());

  private static Session session(String name) {
    return new Session(
        "ASIAEXAMPLE000000001",
        name,
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(3600),
        Optional.empty(),
        Map.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  @Test
  void a_user_has_a_name_without_its_path() {
    assertThat(ALICE.name()).isEqualTo("alice");
    assertThat(ALICE.account()).isEqualTo(new AccountId("111122223333"));
    assertThat(ALICE.session()).isEmpty();
  }

  @Test
  void the_session_of_a_role_drops_the_path_of_the_role() {
    Principal session =
        new Principal.RoleSession(
            Arn.parse("arn:aws:iam::111122223333:role/ci/build"),
            "AROAEXAMPLEROLEID0001",
            session("run-7"));

    assertThat(session.arn()).hasToString("arn:aws:sts::111122223333:assumed-role/build/run-7");
    assertThat(session.userId()).isEqualTo("AROAEXAMPLEROLEID0001:run-7");
  }

  @Test
  void a_federated_user_belongs_to_the_account_of_its_parent() {
    Principal federated = new Principal.FederatedUser(ALICE, session("bob"));

    assertThat(federated.arn()).hasToString("arn:aws:sts::111122223333:federated-user/bob");
    assertThat(federated.userId()).isEqualTo("111122223333:bob");
  }

  @Test
  void the_root_user_is_its_account() {
    Principal root = new Principal.RootUser(new AccountId("111122223333"));

    assertThat(root.arn()).hasToString("arn:aws:iam::111122223333:root");
    assertThat(root.userId()).isEqualTo("111122223333");
  }
}
