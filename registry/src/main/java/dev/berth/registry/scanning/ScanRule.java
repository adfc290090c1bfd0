package dev.berth.registry.scanning;

import java.util.List;

/**
 * When the images of some repositories are scanned.
 *
 * @param filters which repositories: those that any of them matches
 */
public record ScanRule(ScanFrequency frequency, List<ScanFilter> filters) {
  public ScanRule {
    filters = List.copyOf(filters);
  }
}
