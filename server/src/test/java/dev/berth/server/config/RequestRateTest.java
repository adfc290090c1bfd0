package dev.berth.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQ-04: the rates of ecr-behaviour 22, for who switches throttling on. */
final class RequestRateTest {

  @Test
  void nobody_is_throttled_unless_somebody_says_so() {
    assertThat(ConfigReader.read(new ConfigText()).rates()).isEmpty();
    assertThat(ConfigReader.read(new ConfigText().set(ConfigKey.THROTTLE_PUT_IMAGE, "1")).rates())
        .isEmpty();
  }

  @Test
  void the_eight_rates_are_ecrs() {
    assertThat(ConfigReader.read(new ConfigText().set("throttle.enabled=true")).rates())
        .isEqualTo(
            Map.of(
                "GetAuthorizationToken", new RequestRate(500, 500),
                "BatchCheckLayerAvailability", new RequestRate(1_000, 1_000),
                "BatchGetImage", new RequestRate(2_000, 2_000),
                "GetDownloadUrlForLayer", new RequestRate(3_000, 3_000),
                "InitiateLayerUpload", new RequestRate(100, 100),
                "UploadLayerPart", new RequestRate(500, 500),
                "CompleteLayerUpload", new RequestRate(100, 100),
                "PutImage", new RequestRate(10, 10)));
  }

  @Test
  void a_rate_has_a_burst_of_its_own_or_is_off() {
    Map<String, RequestRate> rates =
        ConfigReader.read(
                new ConfigText()
                    .set("throttle.enabled=true")
                    .set("throttle.get-authorization-token=20 burst 200")
                    .set("throttle.put-image=off"))
            .rates();

    assertThat(rates)
        .containsEntry("GetAuthorizationToken", new RequestRate(20, 200))
        .doesNotContainKey("PutImage")
        .hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "", "ten", "10 burst", "10 burst 0", "1000001", "10/20"})
  void what_is_no_rate_is_refused_even_while_nobody_is_throttled(String rate) {
    assertThatThrownBy(() -> ConfigReader.read(new ConfigText().set("throttle.put-image=" + rate)))
        .isInstanceOf(ConfigMistakes.class)
        .hasMessageStartingWith("throttle.put-image: ");
  }
}
