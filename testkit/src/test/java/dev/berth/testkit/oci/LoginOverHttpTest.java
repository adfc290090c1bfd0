package dev.berth.testkit.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.DenyingGate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Who may call {@code /v2/}, and how those are answered who may not. */
class LoginOverHttpTest {
  private static final String US = "000000000000.dkr.ecr.us-east-1.amazonaws.com";

  private final DenyingGate gate = new DenyingGate();
  private final AtomicReference<Instant> now = new AtomicReference<>(Clock.systemUTC().instant());
  private RunningBerth berth;
  private RegistryClient anonymous;

  @BeforeEach
  void start(@TempDir Path data) {
    berth =
        RunningBerth.on(
            data,
            settings -> settings.set(ConfigKey.REGIONS, "us-east-1,eu-west-1"),
            now::get,
            gate::around);
    anonymous = RegistryClient.anonymous(berth.endpoint());
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  // V2-01
  @Test
  void who_is_known_is_welcome() {
    Answer answer = anonymous.login(berth.password()).send("GET", "/v2/");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
    assertThat(answer.text()).isEqualTo("{}");
  }

  // AU-04
  @Test
  void who_shows_no_credential_is_told_how_to_log_in() {
    Answer answer = anonymous.send("GET", "/v2/");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Www-Authenticate"))
        .isEqualTo("Basic realm=\"%s/\",service=\"ecr.amazonaws.com\"".formatted(berth.endpoint()));
    assertThat(answer.header("Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
    assertThat(answer.text().strip()).isEqualTo("Not Authorized");
  }

  // AU-05, AU-13
  @Test
  void a_broken_token_is_called_so() {
    for (String broken : new String[] {"Basic ???", "Basic", "Basic " + base64("no colon")}) {
      Answer answer = anonymous.with(broken).send("GET", "/v2/");

      assertThat(answer.status()).as(broken).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("DENIED");
      assertThat(answer.message()).isEqualTo("Your Authorization Token is invalid.");
    }
  }

  @Test
  void a_password_that_was_never_issued_is_nobodys() {
    String password = berth.password();
    String forged = password.substring(0, password.length() - 8) + "AAAAAAAA";

    assertThat(anonymous.login(forged).send("GET", "/v2/").status()).isEqualTo(401);
    assertThat(anonymous.login("guess").send("GET", "/v2/").status()).isEqualTo(401);
    assertThat(anonymous.with("Basic " + base64("root:" + password)).send("GET", "/v2/").status())
        .isEqualTo(401);
    assertThat(anonymous.with("Bearer " + password).send("GET", "/v2/").status()).isEqualTo(401);
  }

  // AU-06
  @Test
  void a_token_is_good_for_twelve_hours() {
    RegistryClient client = anonymous.login(berth.password());

    now.updateAndGet(time -> time.plus(Duration.ofHours(12)).minusSeconds(2));
    int before = client.send("GET", "/v2/").status();
    now.updateAndGet(time -> time.plusSeconds(4));
    Answer after = client.send("GET", "/v2/");

    assertThat(before).isEqualTo(200);
    assertThat(after.status()).isEqualTo(403);
    assertThat(after.code()).isEqualTo("DENIED");
    assertThat(after.message())
        .isEqualTo("Your authorization token has expired. Reauthenticate and try again.");
  }

  // AU-07, AU-12, V2-08
  @Test
  void a_right_that_is_lost_is_lost_at_the_next_call() {
    berth.createRepository("app");
    RegistryClient client = anonymous.login(berth.password());

    int before = client.send("GET", "/v2/app/tags/list").status();
    gate.deny("ecr:ListImages");
    Answer after = client.send("GET", "/v2/app/tags/list");

    assertThat(before).isEqualTo(200);
    assertThat(after.status()).isEqualTo(403);
    assertThat(after.code()).isEqualTo("DENIED");
    assertThat(after.message())
        .isEqualTo(
            "User: arn:aws:iam::000000000000:root is not authorized to perform: ecr:ListImages on"
                + " resource: arn:aws:ecr:us-east-1:000000000000:repository/app with an explicit"
                + " deny in an identity-based policy");
  }

  // AU-09
  @Test
  void a_token_of_another_region_is_refused() {
    AwsAccess access = berth.access();
    String european =
        berth.password(
            new AwsAccess(
                access.endpoint(), access.accessKeyId(), access.secretAccessKey(), "eu-west-1"));

    Answer answer =
        new RawRegistryClient(berth.endpoint(), "Basic " + base64("AWS:" + european))
            .get("GET", US, "/v2/");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("DENIED");
    assertThat(answer.message()).contains("eu-west-1").contains("us-east-1");
  }

  // AU-01, AU-11
  @Test
  void the_authorization_token_is_a_basic_credential_as_it_is() {
    String token;
    try (EcrClient ecr = berth.ecr()) {
      token = ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
    }

    assertThat(anonymous.with("Basic " + token).send("GET", "/v2/").status()).isEqualTo(200);
  }

  @Test
  void an_address_that_does_not_exist_is_not_found() {
    RegistryClient client = anonymous.login(berth.password());

    assertThat(client.send("GET", "/v2/app/nothing/here").status()).isEqualTo(404);
    assertThat(client.send("POST", "/v2/").status()).isEqualTo(405);
    assertThat(client.send("POST", "/v2/").header("Allow")).contains("GET");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
