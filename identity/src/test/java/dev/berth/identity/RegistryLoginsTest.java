package dev.berth.identity;

import static dev.berth.identity.GivenIdentity.ACCOUNT;
import static dev.berth.identity.GivenIdentity.REGION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.Principal;
import dev.berth.iam.token.RegistryTokens.Issued;
import dev.berth.model.Region;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryLoginsTest {
  @TempDir private Path folder;
  private GivenIdentity identity;
  private Issued issued;

  @BeforeEach
  void logIn() {
    identity = new GivenIdentity(folder);
    identity.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key("test", "testtest")));
    issued = identity.tokens.issue(identity.keys.find("test").orElseThrow(), REGION);
  }

  @AfterEach
  void close() {
    identity.close();
  }

  @Test
  void the_authorization_token_as_it_is_behind_basic_is_a_login() {
    RegistryLogin login = login("Basic " + issued.authorizationToken());

    assertThat(login).isInstanceOf(RegistryLogin.Known.class);
    RegistryLogin.Known known = (RegistryLogin.Known) login;
    assertThat(known.principal()).isEqualTo(new Principal.RootUser(ACCOUNT));
    assertThat(known.token().region()).isEqualTo(REGION);
  }

  @Test
  void a_token_outlives_the_process_that_issued_it() {
    identity.close();
    identity = new GivenIdentity(folder);

    assertThat(login("AWS", issued.password())).isInstanceOf(RegistryLogin.Known.class);
  }

  @Test
  void a_changed_secret_ends_the_tokens_at_once() {
    identity.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key("test", "changed-secret")));

    assertThat(login("AWS", issued.password())).isEqualTo(new RegistryLogin.Unknown());
  }

  @Test
  void a_replaced_key_ends_the_tokens_even_when_it_comes_back() {
    identity.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key("other", "testtest")));
    assertThat(login("AWS", issued.password())).isEqualTo(new RegistryLogin.Unknown());

    identity.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key("test", "testtest")));
    assertThat(login("AWS", issued.password())).isEqualTo(new RegistryLogin.Unknown());
  }

  @Test
  void an_expired_token_is_told_from_an_unknown_one() {
    identity.pass(Duration.ofHours(12));

    assertThat(login("AWS", issued.password())).isEqualTo(new RegistryLogin.Expired());
  }

  @Test
  void another_user_name_is_unknown() {
    assertThat(login("aws", issued.password())).isEqualTo(new RegistryLogin.Unknown());
    assertThat(login("", issued.password())).isEqualTo(new RegistryLogin.Unknown());
  }

  @Test
  void a_token_works_in_its_region_only() {
    assertThat(
            identity.logins.authenticate(
                Optional.of("Basic " + issued.authorizationToken()),
                Set.of(new Region("us-east-1"))))
        .isEqualTo(new RegistryLogin.Unknown());
  }

  @Test
  void a_password_that_was_never_issued_is_unknown() {
    assertThat(login("AWS", "password")).isEqualTo(new RegistryLogin.Unknown());
    assertThat(login("AWS", "")).isEqualTo(new RegistryLogin.Unknown());
  }

  @Test
  void a_token_of_another_server_is_unknown(@TempDir Path elsewhere) {
    try (GivenIdentity other = new GivenIdentity(elsewhere)) {
      other.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key("test", "testtest")));
      String password =
          other.tokens.issue(other.keys.find("test").orElseThrow(), REGION).password();

      assertThat(login("AWS", password)).isEqualTo(new RegistryLogin.Unknown());
    }
  }

  @Test
  void what_is_not_base64_with_a_colon_is_broken() {
    assertThat(login("Basic ???")).isEqualTo(new RegistryLogin.Broken());
  }

  @Test
  void no_credential_is_nobody() {
    assertThat(identity.logins.authenticate(Optional.empty(), Set.of(REGION)))
        .isEqualTo(new RegistryLogin.Unknown());
  }

  private RegistryLogin login(String user, String password) {
    return login(
        "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8)));
  }

  private RegistryLogin login(String header) {
    return identity.logins.authenticate(Optional.of(header), Set.of(REGION));
  }
}
