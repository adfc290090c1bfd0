package dev.berth.registry.scanning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Encryption;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryName;
import dev.berth.model.TagMutability;
import dev.berth.registry.TestRegistry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** CHECKLIST SC-01 to SC-05; ECR dossier 14.1. */
final class ScanningConfigurationTest {

  private static Repository repository(String name, boolean scanOnPush) {
    return new Repository(
        1,
        TestRegistry.address(name),
        Instant.EPOCH,
        TagMutability.MUTABLE,
        scanOnPush,
        Encryption.AES256);
  }

  private static ScanRule rule(ScanFrequency frequency, String... filters) {
    return new ScanRule(frequency, Stream.of(filters).map(ScanFilter::new).toList());
  }

  private static ScanFrequency frequency(ScanType type, String name, ScanRule... rules) {
    return new ScanningConfiguration(type, List.of(rules)).of(repository(name, false)).frequency();
  }

  // SC-02
  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvFileSource(resources = "filters.csv", numLinesToSkip = 1)
  void a_filter_matches_as_the_table_of_ecr_says(String filter, String repository, String matches) {
    assertThat(new ScanFilter(filter).matches(new RepositoryName(repository)))
        .isEqualTo(matches.equals("Y"));
  }

  // SC-05
  @Test
  void what_no_rule_matches_is_scanned_by_hand() {
    assertThat(frequency(ScanType.BASIC, "app")).isEqualTo(ScanFrequency.MANUAL);
    assertThat(frequency(ScanType.BASIC, "app", rule(ScanFrequency.SCAN_ON_PUSH, "other")))
        .isEqualTo(ScanFrequency.MANUAL);
    assertThat(frequency(ScanType.ENHANCED, "app", rule(ScanFrequency.SCAN_ON_PUSH, "other")))
        .isEqualTo(ScanFrequency.MANUAL);
  }

  // SC-03
  @Test
  void enhanced_scanning_without_rules_is_continuous_for_all() {
    assertThat(frequency(ScanType.ENHANCED, "any/thing")).isEqualTo(ScanFrequency.CONTINUOUS_SCAN);
  }

  // SC-04
  @Test
  void continuous_scanning_beats_scanning_on_push() {
    EffectiveScanning effective =
        new ScanningConfiguration(
                ScanType.ENHANCED,
                List.of(
                    rule(ScanFrequency.SCAN_ON_PUSH, "app"),
                    rule(ScanFrequency.CONTINUOUS_SCAN, "none", "a*")))
            .of(repository("app", false));
    assertThat(effective.frequency()).isEqualTo(ScanFrequency.CONTINUOUS_SCAN);
    assertThat(effective.applied()).containsExactly(new ScanFilter("a*"));
  }

  @Test
  void the_flag_of_a_repository_counts_under_basic_scanning_only() {
    assertThat(ScanningConfiguration.DEFAULT.of(repository("app", true)))
        .isEqualTo(new EffectiveScanning(ScanFrequency.SCAN_ON_PUSH, true, List.of()));
    assertThat(
            new ScanningConfiguration(
                    ScanType.ENHANCED, List.of(rule(ScanFrequency.SCAN_ON_PUSH, "other")))
                .of(repository("app", true)))
        .isEqualTo(new EffectiveScanning(ScanFrequency.MANUAL, false, List.of()));
  }

  @Test
  void what_is_stored_is_read_again() {
    for (ScanningConfiguration each :
        List.of(
            ScanningConfiguration.DEFAULT,
            new ScanningConfiguration(
                ScanType.ENHANCED,
                List.of(
                    rule(ScanFrequency.CONTINUOUS_SCAN, "*", "a/b-*"),
                    rule(ScanFrequency.SCAN_ON_PUSH))))) {
      assertThat(ScanningConfiguration.parse(each.text())).isEqualTo(each);
    }
  }
}
