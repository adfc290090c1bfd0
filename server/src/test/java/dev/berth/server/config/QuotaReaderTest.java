package dev.berth.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.registry.Limits;
import dev.berth.registry.SettingLimits;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MQ-07: the quotas of ecr-behaviour 22 are the defaults, and every one can be set. */
final class QuotaReaderTest {

  @Test
  void the_defaults_are_ecrs() {
    assertThat(ConfigReader.read(new ConfigText()).quotas()).isEqualTo(Limits.DEFAULT);
  }

  // Each key gets a number of its own, so that no two can be taken for each other.
  @Test
  void every_quota_is_read_from_its_key() {
    ConfigText text = new ConfigText();
    List<String> numbers =
        List.of(
            "11", "12", "13", "14", "15", "16KiB", "17MiB", "18", "19MB", "20KiB", "21", "22", "3",
            "24", "25", "26", "7", "28", "29", "1", "31", "8", "33", "34", "35");
    List<ConfigKey> keys =
        Arrays.stream(ConfigKey.values()).filter(key -> key.key().startsWith("quotas.")).toList();
    assertThat(keys).hasSameSizeAs(numbers);
    for (int i = 0; i < keys.size(); i++) {
      text.set(keys.get(i), numbers.get(i));
    }

    assertThat(ConfigReader.read(text).quotas())
        .isEqualTo(
            new Limits(
                11,
                12,
                13,
                14,
                15,
                16 << 10,
                Limits.DEFAULT.batchBytes(),
                17 << 20,
                18,
                19_000_000,
                20 << 10,
                21,
                new SettingLimits(22, 3, 24, 25, 26, 7, 28, 29, 1, 31, 8, 33, 34, 35)));
  }

  @ParameterizedTest
  @CsvSource({
    "quotas.repositories, 0, no number from 1 to 999999999",
    "quotas.images, many, no number from 1 to 999999999",
    "quotas.tags, -1, no number from 1 to 999999999",
    "quotas.tags, 1000000000, no number from 1 to 999999999",
    "quotas.manifest-size, 5MiB, not from 1 to 4194304 bytes",
    "quotas.largest-part, 21MiB, not from 1 to 20971520 bytes",
    "quotas.layer-size, 5%, 'it is a number of bytes, one with KiB, MiB, GiB or TiB'"
  })
  void a_quota_that_cannot_be_is_refused_by_its_key(String key, String value, String words) {
    assertThatThrownBy(() -> ConfigReader.read(new ConfigText().set("%s=%s".formatted(key, value))))
        .isInstanceOf(ConfigMistakes.class)
        .hasMessageStartingWith(key + ": '" + value + "'")
        .hasMessageEndingWith(words);
  }
}
