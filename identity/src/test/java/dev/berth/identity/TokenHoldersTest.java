package dev.berth.identity;

import static dev.berth.identity.GivenIdentity.ACCOUNT;
import static dev.berth.identity.GivenIdentity.OTHER;
import static dev.berth.identity.GivenIdentity.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.Principal;
import dev.berth.iam.token.RegistryToken;
import dev.berth.iam.token.RegistryTokens.Opened;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry token ends with the key that it was asked for with (threats T4 and T5). */
class TokenHoldersTest {
  private static final RootKey KEY = GivenIdentity.key("test", "testtest");

  @TempDir private Path folder;
  private GivenIdentity identity;
  private String password = "";

  @BeforeEach
  void askForAToken() {
    identity = new GivenIdentity(folder);
    identity.rootKeys.ensure(ACCOUNT, Optional.of(KEY));
    password = identity.tokens.issue(identity.keys.find(KEY.id()).orElseThrow(), REGION).password();
  }

  @AfterEach
  void close() {
    identity.close();
  }

  @Test
  void a_token_has_its_holder() {
    assertThat(holder()).contains(new Principal.RootUser(ACCOUNT));
  }

  @Test
  void a_token_outlives_the_process_that_issued_it() {
    identity.close();
    identity = new GivenIdentity(folder);

    assertThat(holder()).contains(new Principal.RootUser(ACCOUNT));
  }

  @Test
  void a_changed_secret_ends_it() {
    identity.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key(KEY.id(), "changed-secret")));

    assertThat(holder()).isEmpty();
  }

  @Test
  void a_replaced_key_ends_it_even_when_the_key_comes_back() {
    identity.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key("other", "testtest")));
    assertThat(holder()).isEmpty();

    identity.rootKeys.ensure(ACCOUNT, Optional.of(KEY));
    assertThat(holder()).isEmpty();
  }

  @Test
  void a_renewed_key_ends_it() {
    identity.rootKeys.renew(ACCOUNT);

    assertThat(holder()).isEmpty();
  }

  @Test
  void a_token_names_the_account_and_principal_of_its_key() {
    RegistryToken token = token();

    assertThat(identity.keys.holderOf(with(token, OTHER.value()))).isEmpty();
    assertThat(
            identity.keys.holderOf(
                new RegistryToken(
                    OTHER,
                    token.region(),
                    token.principalId(),
                    token.accessKeyId(),
                    token.generation(),
                    token.issuedAt(),
                    token.expiresAt())))
        .isEmpty();
  }

  @Test
  void a_token_of_another_server_does_not_open(@TempDir Path elsewhere) {
    try (GivenIdentity other = new GivenIdentity(elsewhere)) {
      assertThat(other.tokens.open(password)).isEqualTo(new Opened.Unreadable());
    }
  }

  private static RegistryToken with(RegistryToken token, String principalId) {
    return new RegistryToken(
        token.account(),
        token.region(),
        principalId,
        token.accessKeyId(),
        token.generation(),
        token.issuedAt(),
        token.expiresAt());
  }

  private Optional<Principal> holder() {
    return identity.keys.holderOf(token());
  }

  private RegistryToken token() {
    return ((Opened.Good) identity.tokens.open(password)).token();
  }
}
