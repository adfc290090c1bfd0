package dev.berth.registry;

/**
 * How much a registry and its repositories may be told to do: ECR's quotas for their settings by
 * default (ecr-behaviour 22), every one adjustable. All are at least 1.
 *
 * @param lifecycleRules in one lifecycle policy
 * @param exclusionFilters of the tag mutability of one repository
 * @param pullThroughCacheRules in one registry
 * @param creationTemplates in one registry; ours, ECR's is not documented
 * @param pullTimeExclusions in one registry
 * @param replicationRules in one registry
 * @param replicationFilters in one replication rule
 * @param replicationDestinations that all replication rules of one registry name, each counted once
 * @param scanningRules in one registry
 * @param scanningFilters in one scanning rule
 * @param signingRules in one registry
 * @param signingFilters in one signing rule
 * @param scansADay basic scans of one registry in 24 hours
 * @param imageScansADay basic scans of one image in 24 hours
 */
public record SettingLimits(
    int lifecycleRules,
    int exclusionFilters,
    int pullThroughCacheRules,
    int creationTemplates,
    int pullTimeExclusions,
    int replicationRules,
    int replicationFilters,
    int replicationDestinations,
    int scanningRules,
    int scanningFilters,
    int signingRules,
    int signingFilters,
    int scansADay,
    int imageScansADay) {
  public static final SettingLimits DEFAULT =
      new SettingLimits(50, 5, 50, 100, 100, 10, 100, 25, 2, 100, 10, 100, 100_000, 1);

  public SettingLimits {
    Limits.atLeastOne("lifecycleRules", lifecycleRules);
    Limits.atLeastOne("exclusionFilters", exclusionFilters);
    Limits.atLeastOne("pullThroughCacheRules", pullThroughCacheRules);
    Limits.atLeastOne("creationTemplates", creationTemplates);
    Limits.atLeastOne("pullTimeExclusions", pullTimeExclusions);
    Limits.atLeastOne("replicationRules", replicationRules);
    Limits.atLeastOne("replicationFilters", replicationFilters);
    Limits.atLeastOne("replicationDestinations", replicationDestinations);
    Limits.atLeastOne("scanningRules", scanningRules);
    Limits.atLeastOne("scanningFilters", scanningFilters);
    Limits.atLeastOne("signingRules", signingRules);
    Limits.atLeastOne("signingFilters", signingFilters);
    Limits.atLeastOne("scansADay", scansADay);
    Limits.atLeastOne("imageScansADay", imageScansADay);
  }
}
