package dev.berth.testkit.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threats T8 and T9. The client of these tests is a trusted proxy, so that it can stand at any
 * address.
 */
class WrongCredentialsTest {
  private static final String CALL = "DescribeRegistry";
  private static final String HERE = "203.0.113.1";
  private static final String ELSEWHERE = "203.0.113.2";

  private final AtomicLong nanos = new AtomicLong();
  private RunningBerth berth;
  private RegistryClient client;
  private Signing owner;

  @BeforeEach
  void start(@TempDir Path data) {
    berth =
        RunningBerth.on(
            data,
            settings -> settings.set(ConfigKey.TRUSTED_PROXIES, "127.0.0.1"),
            Clock.systemUTC(),
            nanos::get,
            UnaryOperator.identity());
    client = RegistryClient.anonymous(berth.endpoint());
    owner = Signing.of(berth.access());
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  private static String[] from(String address, String... more) {
    String[] headers = new String[more.length + 2];
    headers[0] = "X-Forwarded-For";
    headers[1] = address;
    System.arraycopy(more, 0, headers, 2, more.length);
    return headers;
  }

  private Answer guess(String address, String keyId) {
    return owner.as(keyId, "a guess").call(CALL, "{}", from(address));
  }

  private static String type(Answer answer) {
    return answer.json().path("__type").asString();
  }

  // T8
  @Test
  void a_thousand_guesses_are_slowed_and_the_owner_elsewhere_is_not() {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (int i = 0; i < 1000; i++) {
      outcomes.merge(Outcome.of(type(guess(HERE, berth.access().accessKeyId()))), 1, Integer::sum);
    }

    assertThat(outcomes).isEqualTo(Map.of(Outcome.HEARD, 20, Outcome.SLOWED, 980));
    assertThat(owner.call(CALL, "{}", from(ELSEWHERE)).status()).isEqualTo(200);
    assertThat(type(owner.call(CALL, "{}", from(HERE)))).isEqualTo("ThrottlingException");
  }

  private enum Outcome {
    HEARD,
    SLOWED;

    static Outcome of(String type) {
      return switch (type) {
        case "InvalidSignatureException" -> HEARD;
        case "ThrottlingException" -> SLOWED;
        default -> throw new IllegalArgumentException(type);
      };
    }
  }

  @Test
  void a_source_that_tries_many_keys_is_slowed_as_a_whole() {
    for (int i = 0; i < 100; i++) {
      assertThat(type(guess(HERE, "AKIAGUESS%011d".formatted(i))))
          .isEqualTo("UnrecognizedClientException");
    }

    assertThat(type(guess(HERE, "AKIAANOTHER000000000"))).isEqualTo("ThrottlingException");
    assertThat(client.send("GET", "/health/live", from(HERE)).status()).isEqualTo(200);
    assertThat(client.send("GET", "/v2/", from(HERE)).status()).isEqualTo(401);
  }

  @Test
  void addresses_of_one_ipv6_network_are_one_source() {
    for (int i = 0; i < 20; i++) {
      guess("2001:db8:1:2::%x".formatted(i), "AKIAGUESS00000000000");
    }

    assertThat(type(guess("2001:db8:1:2:ffff::1", "AKIAGUESS00000000000")))
        .isEqualTo("ThrottlingException");
    assertThat(type(guess("2001:db8:1:3::1", "AKIAGUESS00000000000")))
        .isEqualTo("UnrecognizedClientException");
  }

  @Test
  void who_waits_as_long_as_told_is_heard_once_more() {
    for (int i = 0; i < 20; i++) {
      guess(HERE, "AKIAGUESS00000000000");
    }
    Answer slowed = guess(HERE, "AKIAGUESS00000000000");
    assertThat(slowed.header("Retry-After")).isEqualTo("3");
    assertThat(slowed.message()).isEqualTo("Rate exceeded");

    nanos.addAndGet(Duration.ofSeconds(3).toNanos());

    assertThat(type(guess(HERE, "AKIAGUESS00000000000"))).isEqualTo("UnrecognizedClientException");
    assertThat(type(guess(HERE, "AKIAGUESS00000000000"))).isEqualTo("ThrottlingException");
  }

  // V2-09
  @Test
  void wrong_logins_are_slowed_in_the_words_of_the_registry() {
    RegistryClient wrong = client.login("never issued");
    for (int i = 0; i < 100; i++) {
      assertThat(wrong.send("GET", "/v2/", from(HERE)).status()).isEqualTo(401);
    }

    Answer slowed = wrong.send("GET", "/v2/", from(HERE));

    assertThat(slowed.status()).isEqualTo(429);
    assertThat(slowed.code()).isEqualTo("TOOMANYREQUESTS");
    assertThat(slowed.message()).isEqualTo("Rate exceeded");
    assertThat(slowed.header("Retry-After")).isEqualTo("1");
    assertThat(wrong.send("GET", "/v2/", from(ELSEWHERE)).status()).isEqualTo(401);
  }

  @Test
  void a_login_by_a_key_is_counted_with_the_signatures_of_that_key() {
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString("AKIAGUESS00000000000:guess".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 20; i++) {
      client.with(basic).send("GET", "/v2/", from(HERE));
    }

    assertThat(client.with(basic).send("GET", "/v2/", from(HERE)).status()).isEqualTo(429);
    assertThat(type(guess(HERE, "AKIAGUESS00000000000"))).isEqualTo("ThrottlingException");
    assertThat(type(guess(HERE, "AKIAANOTHER000000000"))).isEqualTo("UnrecognizedClientException");
  }

  @Test
  void the_query_protocol_says_throttling() {
    for (int i = 0; i < 20; i++) {
      guess(HERE, "AKIAGUESS00000000000");
    }

    Answer slowed =
        client.send(
            "GET",
            "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=AKIAGUESS00000000000%2F20261121",
            from(HERE));

    assertThat(slowed.status()).isEqualTo(400);
    assertThat(slowed.text()).contains("<Code>Throttling</Code><Message>Rate exceeded</Message>");
    assertThat(slowed.header("Retry-After")).isEqualTo("3");
  }

  @Test
  void wrong_tokens_of_issuers_are_counted_by_their_source() {
    for (int i = 0; i < 100; i++) {
      assertThat(assume(HERE, "a.guess.%d".formatted(i)).text()).contains("InvalidIdentityToken");
    }

    Answer slowed = assume(HERE, "a.guess.more");

    assertThat(slowed.status()).isEqualTo(400);
    assertThat(slowed.text()).contains("<Code>Throttling</Code><Message>Rate exceeded</Message>");
    assertThat(assume(ELSEWHERE, "a.guess.more").text()).contains("InvalidIdentityToken");
    assertThat(assumeByAddress(HERE).text()).contains("<Code>Throttling</Code>");
    assertThat(assumeByAddress(ELSEWHERE).text()).contains("InvalidIdentityToken");
  }

  private Answer assume(String address, String token) {
    return client.send(
        "POST",
        "/",
        (form() + "&WebIdentityToken=" + token).getBytes(StandardCharsets.UTF_8),
        from(address, "Content-Type", "application/x-www-form-urlencoded"));
  }

  private Answer assumeByAddress(String address) {
    return client.send("GET", "/?" + form() + "&WebIdentity%54oken=a.b.c", from(address));
  }

  private static String form() {
    return "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=build"
        + "&RoleArn=arn:aws:iam::000000000000:role/ci";
  }

  @Test
  void right_credentials_are_never_counted() {
    RegistryClient right = client.login(berth.password());
    for (int i = 0; i < 150; i++) {
      assertThat(right.send("GET", "/v2/", from(HERE)).status()).isEqualTo(200);
      assertThat(right.send("GET", "/v2/missing/tags/list", from(HERE)).status()).isEqualTo(404);
    }
  }

  // a probe without a credential is how every docker begins
  @Test
  void requests_without_a_credential_are_never_counted() {
    for (int i = 0; i < 150; i++) {
      assertThat(client.send("GET", "/v2/", from(HERE)).status()).isEqualTo(401);
    }
    assertThat(owner.call(CALL, "{}", from(HERE)).status()).isEqualTo(200);
  }
}
