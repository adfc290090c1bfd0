package dev.berth.iam.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.iam.Principal;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.iam.token.RegistryTokens.Issued;
import dev.berth.iam.token.RegistryTokens.Opened;
import dev.berth.iam.token.Sealer.Purpose;
import dev.berth.model.AccountId;
import dev.berth.model.Region;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class RegistryTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456Z");
  private static final Region REGION = new Region("eu-central-1");
  private static final SigningCredential CALLER =
      new SigningCredential(
          "AKIAEXAMPLE",
          new SigningSecret("secret"),
          new Principal.RootUser(new AccountId("123456789012")),
          7);

  private final Sealer sealer = GivenSealer.withKeys("a");

  @Test
  void a_token_says_who_where_and_until_when() {
    Issued issued = at(NOW).issue(CALLER, REGION);

    assertThat(at(NOW).open(issued.password()))
        .isEqualTo(
            new Opened.Good(
                new RegistryToken(
                    new AccountId("123456789012"),
                    REGION,
                    CALLER.principal().userId(),
                    "AKIAEXAMPLE",
                    7,
                    NOW,
                    NOW.plus(Duration.ofHours(12)))));
    assertThat(issued.expiresAt()).isEqualTo("2026-11-22T00:00:00.123Z");
  }

  @Test
  void the_authorization_token_is_what_stands_behind_basic() {
    Issued issued = at(NOW).issue(CALLER, REGION);

    assertThat(new String(Base64.getDecoder().decode(issued.authorizationToken()), UTF_8))
        .isEqualTo("AWS:" + issued.password());
  }

  @Test
  void it_works_for_twelve_hours_and_no_longer() {
    String password = at(NOW).issue(CALLER, REGION).password();

    assertThat(at(Instant.parse("2026-11-22T00:00:00.122Z")).open(password))
        .isInstanceOf(Opened.Good.class);
    assertThat(at(Instant.parse("2026-11-22T00:00:00.123Z")).open(password))
        .isInstanceOf(Opened.Expired.class);
  }

  @Test
  void one_flipped_bit_anywhere_makes_it_unreadable() {
    String password = at(NOW).issue(CALLER, REGION).password();

    assertThat(GivenSealer.bitFlips(password))
        .allMatch(flipped -> at(NOW).open(flipped).equals(new Opened.Unreadable()));
  }

  @Test
  void what_was_sealed_for_another_use_is_no_token() {
    RegistryToken token =
        new RegistryToken(
            CALLER.principal().account(),
            REGION,
            CALLER.principal().userId(),
            CALLER.accessKeyId(),
            1,
            NOW,
            NOW.plusSeconds(60));

    assertThat(at(NOW).open(sealer.seal(Purpose.DOWNLOAD, new byte[0], token.toBytes())))
        .isEqualTo(new Opened.Unreadable());
  }

  @Test
  void a_token_of_another_version_or_with_something_behind_it_is_unreadable() {
    byte[] bytes =
        new RegistryToken(
                CALLER.principal().account(),
                REGION,
                CALLER.principal().userId(),
                CALLER.accessKeyId(),
                1,
                NOW,
                NOW.plusSeconds(60))
            .toBytes();
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
    byte[] newer = bytes.clone();
    newer[0] = 3;

    assertThat(RegistryToken.ofBytes(bytes)).isPresent();
    assertThat(RegistryToken.ofBytes(longer)).isEmpty();
    assertThat(RegistryToken.ofBytes(shorter)).isEmpty();
    assertThat(RegistryToken.ofBytes(newer)).isEmpty();
  }

  @Test
  void a_life_is_a_minute_to_a_week() {
    InstantSource clock = InstantSource.fixed(NOW);

    assertThatThrownBy(() -> new RegistryTokens(sealer, clock, Duration.ofSeconds(59)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RegistryTokens(sealer, clock, Duration.ofDays(8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_password_is_not_printed() {
    Issued issued = at(NOW).issue(CALLER, REGION);

    assertThat(issued.toString()).doesNotContain(issued.password());
    assertThat(new BasicCredential.Login("AWS", issued.password()).toString())
        .doesNotContain(issued.password());
  }

  private RegistryTokens at(Instant now) {
    return new RegistryTokens(sealer, InstantSource.fixed(now), RegistryTokens.DEFAULT_LIFE);
  }
}
