package dev.berth.registry.scanning;

import dev.berth.model.Repository;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a registry scans (ECR dossier 14.1): a value, and what follows from it for a repository.
 *
 * @param rules at most one for each frequency
 */
public record ScanningConfiguration(ScanType type, List<ScanRule> rules) {
  /** Of a registry that nobody configured (SC-01). */
  public static final ScanningConfiguration DEFAULT =
      new ScanningConfiguration(ScanType.BASIC, List.of());

  private static final ScanFilter EVERY = new ScanFilter("*");
  private static final String FIELD = "\t";

  public ScanningConfiguration {
    rules = List.copyOf(rules);
  }

  /**
   * What holds for the repository. Continuous scanning beats scanning on push (SC-04); without
   * rules enhanced scanning is continuous for all (SC-03); under basic scanning the repository's
   * own flag counts, too; what nothing matches is scanned by hand (SC-05).
   */
  public EffectiveScanning of(Repository repository) {
    List<ScanFilter> continuous = matching(ScanFrequency.CONTINUOUS_SCAN, repository);
    if (!continuous.isEmpty()) {
      return new EffectiveScanning(ScanFrequency.CONTINUOUS_SCAN, true, continuous);
    }
    List<ScanFilter> onPush = matching(ScanFrequency.SCAN_ON_PUSH, repository);
    boolean flagged = type == ScanType.BASIC && repository.scanOnPush();
    return flagged || !onPush.isEmpty()
        ? new EffectiveScanning(ScanFrequency.SCAN_ON_PUSH, true, onPush)
        : new EffectiveScanning(ScanFrequency.MANUAL, false, List.of());
  }

  private List<ScanFilter> matching(ScanFrequency frequency, Repository repository) {
    return inForce().stream()
        .filter(rule -> rule.frequency() == frequency)
        .flatMap(rule -> rule.filters().stream())
        .filter(filter -> filter.matches(repository.name()))
        .toList();
  }

  private List<ScanRule> inForce() {
    return type == ScanType.ENHANCED && rules.isEmpty()
        ? List.of(new ScanRule(ScanFrequency.CONTINUOUS_SCAN, List.of(EVERY)))
        : rules;
  }

  /** The stored form: a line with the type, and one for each rule, its filters after tabs. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(type.name());
    for (ScanRule rule : rules) {
      List<String> fields = new ArrayList<>();
      fields.add(rule.frequency().name());
      rule.filters().forEach(filter -> fields.add(filter.text()));
      lines.add(String.join(FIELD, fields));
    }
    return String.join("\n", lines);
  }

  /** Reads the stored form. */
  static ScanningConfiguration parse(String text) {
    List<String> lines = text.lines().toList();
    return new ScanningConfiguration(
        ScanType.valueOf(lines.getFirst()),
        lines.stream().skip(1).map(ScanningConfiguration::rule).toList());
  }

  private static ScanRule rule(String line) {
    List<String> fields = Arrays.asList(line.split(FIELD, -1));
    return new ScanRule(
        ScanFrequency.valueOf(fields.getFirst()),
        fields.stream().skip(1).map(ScanFilter::new).toList());
  }
}
