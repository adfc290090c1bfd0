package dev.berth.testkit.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.iam.Decision;
import dev.berth.iam.Gate;
import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RawRegistryClient;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;

/** Two accounts in one Berth know nothing of each other (invariant I6). */
@TestInstance(Lifecycle.PER_CLASS)
class TenantsTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final String THEIR_HOST = THEIRS + ".dkr.ecr.us-east-1.amazonaws.com";
  private static final byte[] LAYER = Manifests.bytes("a secret layer");
  private static final String DIGEST = Manifests.digest(LAYER);

  private final AtomicBoolean open = new AtomicBoolean();
  private Path data;
  private RunningBerth berth;
  private RegistryClient us;
  private RegistryClient them;

  @BeforeAll
  void start(@TempDir Path folder) {
    data = folder;
    berth =
        RunningBerth.on(
            folder,
            settings -> settings.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS),
            Clock.systemUTC(),
            this::openForAllWhenTold);
    us = RegistryClient.of(berth);
    AwsAccess their = berth.access(new AccountId(THEIRS));
    them = RegistryClient.anonymous(berth.endpoint()).login(berth.password(their));
    try (EcrClient ecr = their.ecr()) {
      ecr.createRepository(request -> request.repositoryName("secret"));
    }
    berth.createRepository("app");
    them.push("secret", LAYER);
    them.pushManifest("secret", "v1", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER));
  }

  private Gate openForAllWhenTold(Gate gate) {
    return (principal, demands, context) ->
        open.get()
            ? new Decision.Allowed(new Decision.Reason.NothingDemanded(), Set.of())
            : gate.decide(principal, demands, context);
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  @Test
  void each_account_has_repositories_of_its_own() {
    assertThat(us.send("GET", "/v2/_catalog").texts("repositories")).containsExactly("app");
    assertThat(them.send("GET", "/v2/_catalog").texts("repositories")).containsExactly("secret");
    assertThat(us.send("GET", "/v2/secret/manifests/v1").code()).isEqualTo("NAME_UNKNOWN");
  }

  @Test
  void the_api_shows_and_changes_nothing_of_another_account() {
    StoredState before = StoredState.of(data);

    try (EcrClient ecr = berth.ecr()) {
      assertDenied(() -> ecr.describeRepositories(request -> request.registryId(THEIRS)));
      assertDenied(
          () -> ecr.listImages(request -> request.registryId(THEIRS).repositoryName("secret")));
      assertDenied(
          () -> ecr.createRepository(request -> request.registryId(THEIRS).repositoryName("ours")));
      assertDenied(
          () ->
              ecr.deleteRepository(
                  request -> request.registryId(THEIRS).repositoryName("secret").force(true)));
      assertDenied(
          () ->
              ecr.listTagsForResource(
                  request ->
                      request.resourceArn(
                          "arn:aws:ecr:us-east-1:" + THEIRS + ":repository/secret")));
    }

    assertThat(StoredState.of(data)).isEqualTo(before);
  }

  @Test
  void the_host_of_another_account_shows_and_changes_nothing() {
    RawRegistryClient raw = raw();
    StoredState before = StoredState.of(data);

    for (String path :
        new String[] {
          "/v2/_catalog",
          "/v2/secret/tags/list",
          "/v2/secret/manifests/v1",
          "/v2/secret/blobs/" + DIGEST,
          "/v2/missing/tags/list"
        }) {
      Answer answer = raw.get("GET", THEIR_HOST, path);

      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.code()).as(path).isEqualTo("DENIED");
      assertThat(answer.message()).as(path).contains(":" + OURS + ":root").contains(THEIRS);
    }
    assertThat(raw.get("DELETE", THEIR_HOST, "/v2/secret/manifests/v1").status()).isEqualTo(403);
    assertThat(raw.get("POST", THEIR_HOST, "/v2/secret/blobs/uploads/").status()).isEqualTo(403);
    assertThat(StoredState.of(data)).isEqualTo(before);
  }

  @Test
  void a_digest_that_is_known_from_another_account_opens_nothing() {
    assertThat(us.send("HEAD", "/v2/app/blobs/" + DIGEST).status()).isEqualTo(404);
    assertThat(us.send("GET", "/v2/app/blobs/" + DIGEST).status()).isEqualTo(404);
    assertThat(
            us.send("POST", "/v2/app/blobs/uploads/?mount=%s&from=secret".formatted(DIGEST))
                .status())
        .isEqualTo(202);
    assertThat(
            us.putManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER)).code())
        .isEqualTo("MANIFEST_BLOB_UNKNOWN");
  }

  // AU-08
  @Test
  void a_token_is_good_at_another_account_that_lets_its_holder_in() {
    open.set(true);
    Answer answer = raw().get("GET", THEIR_HOST, "/v2/secret/tags/list");
    open.set(false);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.texts("tags")).containsExactly("v1");
  }

  private RawRegistryClient raw() {
    return new RawRegistryClient(berth.endpoint(), us.authorization().orElseThrow());
  }

  private static void assertDenied(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            EcrException.class,
            refused -> {
              assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
              assertThat(refused.getMessage()).contains(THEIRS);
            });
  }
}
