package dev.berth.server.config;

import dev.berth.model.Malformed;
import dev.berth.registry.Limits;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.lifecycle.selection.Selection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the keys of {@code quotas}. Those whose most the shapes of ECR's API say cannot be more
 * than that, since no client could ask for it.
 */
final class QuotaReader {
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
  private static final int ANY = 999_999_999;
  private static final int LARGEST_MANIFEST = 4 << 20;
  private static final long LARGEST_PART = 20L << 20;
  private static final long LARGEST_LAYER = 1L << 50;

  private final ConfigText text;
  private final List<String> mistakes;

  /**
   * @param mistakes what is wrong is added to them
   */
  QuotaReader(ConfigText text, List<String> mistakes) {
    this.text = text;
    this.mistakes = mistakes;
  }

  /** The limits; those of {@link Limits#DEFAULT} for what is not a quota. */
  Limits read() {
    return new Limits(
        count(ConfigKey.QUOTAS_REPOSITORIES, ANY),
        count(ConfigKey.QUOTAS_IMAGES, ANY),
        count(ConfigKey.QUOTAS_TAGS, ANY),
        count(ConfigKey.QUOTAS_RESOURCE_TAGS, ANY),
        count(ConfigKey.QUOTAS_LAYERS, ANY),
        Math.toIntExact(size(ConfigKey.QUOTAS_MANIFEST_SIZE, LARGEST_MANIFEST)),
        Limits.DEFAULT.batchBytes(),
        size(ConfigKey.QUOTAS_LAYER_SIZE, LARGEST_LAYER),
        count(ConfigKey.QUOTAS_LAYER_PARTS, ANY),
        size(ConfigKey.QUOTAS_LARGEST_PART, LARGEST_PART),
        size(ConfigKey.QUOTAS_SMALLEST_PART, LARGEST_PART),
        count(ConfigKey.QUOTAS_OPEN_UPLOADS, ANY),
        settings());
  }

  private SettingLimits settings() {
    return new SettingLimits(
        count(ConfigKey.QUOTAS_LIFECYCLE_RULES, Selection.MOST_RULES),
        count(ConfigKey.QUOTAS_MUTABILITY_EXCLUSIONS, ANY),
        count(ConfigKey.QUOTAS_PULL_THROUGH_CACHE_RULES, ANY),
        count(ConfigKey.QUOTAS_CREATION_TEMPLATES, ANY),
        count(ConfigKey.QUOTAS_PULL_TIME_EXCLUSIONS, ANY),
        count(ConfigKey.QUOTAS_REPLICATION_RULES, ANY),
        count(ConfigKey.QUOTAS_REPLICATION_FILTERS, ANY),
        count(ConfigKey.QUOTAS_REPLICATION_DESTINATIONS, ANY),
        count(ConfigKey.QUOTAS_SCANNING_RULES, ANY),
        count(ConfigKey.QUOTAS_SCANNING_FILTERS, ANY),
        count(ConfigKey.QUOTAS_SIGNING_RULES, ANY),
        count(ConfigKey.QUOTAS_SIGNING_FILTERS, ANY),
        count(ConfigKey.QUOTAS_SCANS_A_DAY, ANY),
        count(ConfigKey.QUOTAS_IMAGE_SCANS_A_DAY, ANY));
  }

  private int count(ConfigKey key, int most) {
    String value = text.value(key);
    int number = COUNT.matcher(value).matches() ? Integer.parseInt(value) : 0;
    if (number >= 1 && number <= most) {
      return number;
    }
    mistakes.add("%s: '%s' is no number from 1 to %d".formatted(key.key(), value, most));
    return 1;
  }

  private long size(ConfigKey key, long most) {
    try {
      long bytes = ByteSizes.parse(text.value(key), "");
      if (bytes >= 1 && bytes <= most) {
        return bytes;
      }
      mistakes.add(
          "%s: '%s' is not from 1 to %d bytes".formatted(key.key(), text.value(key), most));
    } catch (Malformed e) {
      mistakes.add("%s: %s".formatted(key.key(), e.getMessage()));
    }
    return 1;
  }
}
