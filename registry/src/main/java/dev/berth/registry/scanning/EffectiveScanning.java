package dev.berth.registry.scanning;

import java.util.List;

/**
 * What holds for one repository.
 *
 * @param frequency when its images are scanned
 * @param onPush whether a push is followed by a scan
 * @param applied the filters that say so
 */
public record EffectiveScanning(ScanFrequency frequency, boolean onPush, List<ScanFilter> applied) {
  public EffectiveScanning {
    applied = List.copyOf(applied);
  }
}
