package dev.berth.wire.ecr;

import dev.berth.registry.Limits;
import dev.berth.registry.SettingLimits;
import java.util.Map;

/**
 * The shapes of ECR's model whose bound is a quota (ecr-behaviour 22, marked shape): where a site
 * has set it otherwise, requests are held against that, with the words of any other bound.
 */
final class QuotaShapes {
  private static final int DESTINATIONS_OF_A_RULE = 100;

  private QuotaShapes() {}

  /** The most of each, by the name of the shape. */
  static Map<String, Integer> of(Limits limits) {
    SettingLimits settings = limits.settings();
    return Map.of(
        "ImageManifest", limits.manifestBytes(),
        "LayerPartBlob", Math.toIntExact(limits.partBytes()),
        "ImageTagMutabilityExclusionFilters", settings.exclusionFilters(),
        "ReplicationRuleList", settings.replicationRules(),
        "RepositoryFilterList", settings.replicationFilters(),
        // all rules together have a quota of their own
        "ReplicationDestinationList",
            Math.max(DESTINATIONS_OF_A_RULE, settings.replicationDestinations()),
        "RegistryScanningRuleList", settings.scanningRules(),
        "ScanningRepositoryFilterList", settings.scanningFilters(),
        "SigningRuleList", settings.signingRules(),
        "SigningRepositoryFilterList", settings.signingFilters());
  }
}
