package dev.berth.identity;

import static dev.berth.identity.GivenIdentity.ACCOUNT;
import static dev.berth.identity.GivenIdentity.OTHER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.berth.iam.Principal;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.identity.RootKeys.Outcome;
import dev.berth.model.AccessKey;
import dev.berth.model.AccountId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootKeysTest {
  @TempDir private Path folder;
  private GivenIdentity identity;

  @BeforeEach
  void open() {
    identity = new GivenIdentity(folder);
  }

  @AfterEach
  void close() {
    identity.close();
  }

  @Test
  void the_first_start_makes_the_account_and_a_key_in_the_form_of_aws() {
    RootKey made = made(ACCOUNT);

    assertThat(made.id()).matches("AKIA[A-Z2-7]{16}");
    assertThat(made.secret().value()).matches("[A-Za-z0-9+/]{40}");
    assertThat(identity.keys.find(made.id()))
        .contains(
            new SigningCredential(made.id(), made.secret(), new Principal.RootUser(ACCOUNT), 1));
    assertThat(identity.database.<List<AccountId>>read(t -> t.accounts().all()))
        .containsExactly(ACCOUNT);
  }

  @Test
  void the_next_start_keeps_it_and_shows_nothing() {
    RootKey made = made(ACCOUNT);

    assertThat(identity.rootKeys.ensure(ACCOUNT, Optional.empty())).isEqualTo(new Outcome.Kept());
    identity.close();
    identity = new GivenIdentity(folder);

    assertThat(identity.rootKeys.ensure(ACCOUNT, Optional.empty())).isEqualTo(new Outcome.Kept());
    assertThat(identity.keys.find(made.id()))
        .map(SigningCredential::secret)
        .contains(made.secret());
  }

  @Test
  void each_account_has_its_own() {
    assertThat(made(ACCOUNT).id()).isNotEqualTo(made(OTHER).id());
  }

  @Test
  void a_key_from_the_environment_takes_the_place_of_the_one_that_was_made() {
    RootKey made = made(ACCOUNT);
    RootKey given = GivenIdentity.key("test", "testtest");

    assertThat(identity.rootKeys.ensure(ACCOUNT, Optional.of(given)))
        .isEqualTo(new Outcome.Given());

    assertThat(identity.keys.find(made.id())).isEmpty();
    assertThat(identity.keys.find("test")).map(SigningCredential::secret).contains(given.secret());
  }

  @Test
  void the_same_key_from_the_environment_changes_nothing() {
    RootKey given = GivenIdentity.key("test", "testtest");
    identity.rootKeys.ensure(ACCOUNT, Optional.of(given));
    long generation = generationOf("test");

    assertThat(identity.rootKeys.ensure(ACCOUNT, Optional.of(given))).isEqualTo(new Outcome.Kept());
    assertThat(generationOf("test")).isEqualTo(generation);
  }

  @Test
  void a_changed_secret_raises_the_generation() {
    identity.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key("test", "testtest")));
    long before = generationOf("test");

    identity.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key("test", "changed-secret")));

    assertThat(generationOf("test")).isGreaterThan(before);
  }

  @Test
  void a_key_that_was_replaced_and_came_back_has_a_new_generation() {
    RootKey first = GivenIdentity.key("first", "testtest");
    identity.rootKeys.ensure(ACCOUNT, Optional.of(first));
    long before = generationOf("first");
    identity.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key("second", "testtest")));

    identity.rootKeys.ensure(ACCOUNT, Optional.of(first));

    assertThat(generationOf("first")).isGreaterThan(before);
  }

  @Test
  void a_given_key_stays_when_the_environment_no_longer_gives_it() {
    identity.rootKeys.ensure(ACCOUNT, Optional.of(GivenIdentity.key("test", "testtest")));

    assertThat(identity.rootKeys.ensure(ACCOUNT, Optional.empty())).isEqualTo(new Outcome.Kept());
    assertThat(identity.keys.find("test")).isPresent();
  }

  @Test
  void an_id_of_another_account_is_refused_and_nothing_is_changed() {
    RootKey made = made(ACCOUNT);
    identity.rootKeys.ensure(OTHER, Optional.of(GivenIdentity.key("test", "testtest")));

    assertThatThrownBy(
            () ->
                identity.rootKeys.ensure(
                    ACCOUNT, Optional.of(GivenIdentity.key("test", "stolen-id"))))
        .isInstanceOf(KeyRefused.class)
        .hasMessageContaining("belongs to somebody else");

    assertThat(identity.keys.find(made.id())).isPresent();
    assertThat(identity.keys.find("test"))
        .map(SigningCredential::principal)
        .contains(new Principal.RootUser(OTHER));
  }

  @Test
  void a_renewed_key_takes_the_place_of_every_other() {
    RootKey made = made(ACCOUNT);

    RootKey renewed = identity.rootKeys.renew(ACCOUNT);

    assertThat(identity.keys.find(made.id())).isEmpty();
    assertThat(identity.keys.find(renewed.id())).isPresent();
    assertThatThrownBy(() -> identity.rootKeys.renew(OTHER)).isInstanceOf(KeyRefused.class);
  }

  @Test
  void no_secret_is_in_the_files_of_the_database() throws IOException {
    RootKey made = made(ACCOUNT);
    RootKey given = GivenIdentity.key("canary", "a-canary-in-a-coal-mine");
    identity.rootKeys.ensure(OTHER, Optional.of(given));
    identity.close();

    String bytes = allBytes();
    assertThat(bytes).contains(made.id()).contains("canary");
    assertThat(bytes).doesNotContain(made.secret().value()).doesNotContain("coal-mine");
    identity = new GivenIdentity(folder);
  }

  @Test
  void a_secret_that_was_moved_to_another_row_does_not_open() {
    RootKey made = made(ACCOUNT);
    RootKey other = made(OTHER);
    identity.database.write(
        transaction -> {
          AccessKey mine = transaction.accessKeys().find(made.id()).orElseThrow();
          AccessKey theirs = transaction.accessKeys().find(other.id()).orElseThrow();
          transaction
              .accessKeys()
              .put(
                  new AccessKey(
                      theirs.id(),
                      theirs.account(),
                      theirs.user(),
                      theirs.status(),
                      mine.secret(),
                      theirs.generation(),
                      theirs.createdAt()));
          return theirs;
        });

    assertThatThrownBy(() -> identity.keys.find(other.id()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void who_sends_a_session_token_is_unknown() {
    RootKey made = made(ACCOUNT);

    assertThat(identity.keys.find(made.id(), Optional.empty())).isPresent();
    assertThat(identity.keys.find(made.id(), Optional.of("token"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ab, testtest",
    "with-hyphen, testtest",
    "'', testtest",
    "abc, 7777777",
    "abc, ' 8888888'"
  })
  void a_key_that_cannot_be_used_is_refused_and_not_shown(String id, String secret) {
    assertThatThrownBy(() -> RootKey.given(Optional.of(id), Optional.of(secret)))
        .isInstanceOf(KeyRefused.class)
        .message()
        .doesNotContain(secret);
  }

  @Test
  void id_and_secret_go_together() {
    assertThat(RootKey.given(Optional.empty(), Optional.empty())).isEmpty();
    assertThat(RootKey.given(Optional.of("abc"), Optional.of("88888888")))
        .contains(GivenIdentity.key("abc", "88888888"));
    assertThatThrownBy(() -> RootKey.given(Optional.of("abc"), Optional.empty()))
        .hasMessageEndingWith("BERTH_ROOT_SECRET_ACCESS_KEY is missing.");
    assertThatThrownBy(() -> RootKey.given(Optional.empty(), Optional.of("88888888")))
        .hasMessageEndingWith("BERTH_ROOT_ACCESS_KEY_ID is missing.");
  }

  @Test
  void a_secret_is_not_printed() {
    RootKey made = made(ACCOUNT);

    assertThat(new Outcome.Made(made).toString()).doesNotContain(made.secret().value());
  }

  private RootKey made(AccountId account) {
    return assertThat(identity.rootKeys.ensure(account, Optional.empty()))
        .asInstanceOf(type(Outcome.Made.class))
        .actual()
        .key();
  }

  private long generationOf(String id) {
    return identity.keys.find(id).orElseThrow().generation();
  }

  private String allBytes() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return all.toString();
  }
}
