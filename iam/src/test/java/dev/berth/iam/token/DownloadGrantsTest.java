package dev.berth.iam.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.token.DownloadGrants.Opened;
import dev.berth.model.AccountId;
import dev.berth.model.Digest;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class DownloadGrantsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final DownloadGrant GRANT =
      new DownloadGrant(
          new RegistryId(new AccountId("123456789012"), new Region("eu-central-1")),
          42,
          Digest.parse("sha256:" + "a".repeat(64)),
          "GET",
          NOW.plusSeconds(3600));

  private final Sealer sealer = GivenSealer.withKeys("a");

  @Test
  void a_grant_opens_for_its_method_until_its_time_is_over() {
    String sealed = at(NOW).seal(GRANT);

    assertThat(at(NOW.plusSeconds(3599)).open(sealed, "GET")).isEqualTo(new Opened.Good(GRANT));
    assertThat(at(NOW.plusSeconds(3600)).open(sealed, "GET")).isEqualTo(new Opened.Expired(GRANT));
    assertThat(at(NOW).open(sealed, "PUT")).isEqualTo(new Opened.Unreadable());
  }

  @Test
  void one_flipped_bit_anywhere_makes_it_unreadable() {
    assertThat(GivenSealer.bitFlips(at(NOW).seal(GRANT)))
        .allMatch(flipped -> at(NOW).open(flipped, "GET").equals(new Opened.Unreadable()));
  }

  @Test
  void it_stands_in_an_address_as_it_is() {
    assertThat(at(NOW).seal(GRANT)).matches("[A-Za-z0-9_-]+");
  }

  private DownloadGrants at(Instant now) {
    return new DownloadGrants(sealer, InstantSource.fixed(now));
  }
}
