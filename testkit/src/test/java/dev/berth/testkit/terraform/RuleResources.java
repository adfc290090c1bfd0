package dev.berth.testkit.terraform;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ExclusionNotFoundException;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRuleNotFoundException;

/**
 * What a registry has many of: pull_through_cache_rule.go (0509e60e8e89), account_setting.go
 * (21bd70c40790) and pull_time_update_exclusion.go (20e0a28a9480).
 */
final class RuleResources {
  private static final String REGISTRY = "000000000000";

  private RuleResources() {}

  static Stream<ReplayedResource> all(EcrClient ecr) {
    return Stream.of(
        new OfCacheRule(ecr),
        new CreationTemplateResource(ecr),
        new OfAccountSetting(ecr),
        new OfExclusion(ecr));
  }

  /** {@code aws_ecr_pull_through_cache_rule}. */
  private record OfCacheRule(EcrClient ecr) implements ReplayedResource {
    private static final String PREFIX = "docker-hub";
    private static final String SECRET =
        "arn:aws:secretsmanager:us-east-1:000000000000:secret:ecr-pullthroughcache/";

    @Override
    public String type() {
      return "aws_ecr_pull_through_cache_rule";
    }

    @Override
    public Map<String, Object> first() {
      return wanted("first");
    }

    @Override
    public Map<String, Object> changed() {
      return wanted("second");
    }

    private static Map<String, Object> wanted(String secret) {
      return Map.of(
          "ecr_repository_prefix",
          PREFIX,
          "upstream_registry_url",
          "registry-1.docker.io",
          "credential_arn",
          SECRET + secret);
    }

    @Override
    public void create(Map<String, Object> wanted) {
      ecr.createPullThroughCacheRule(
          r ->
              r.ecrRepositoryPrefix(PREFIX)
                  .upstreamRegistryUrl((String) wanted.get("upstream_registry_url"))
                  .credentialArn((String) wanted.get("credential_arn")));
    }

    @Override
    public Optional<Map<String, Object>> read() {
      try {
        PullThroughCacheRule found =
            ecr
                .describePullThroughCacheRulesPaginator(r -> r.ecrRepositoryPrefixes(PREFIX))
                .pullThroughCacheRules()
                .stream()
                .findFirst()
                .orElseThrow();
        return Optional.of(
            Map.of(
                "ecr_repository_prefix",
                found.ecrRepositoryPrefix(),
                "upstream_registry_url",
                found.upstreamRegistryUrl(),
                "credential_arn",
                found.credentialArn(),
                "registry_id",
                found.registryId()));
      } catch (PullThroughCacheRuleNotFoundException _) {
        return Optional.empty();
      }
    }

    @Override
    public void update(Map<String, Object> before, Map<String, Object> wanted) {
      ecr.updatePullThroughCacheRule(
          r -> r.ecrRepositoryPrefix(PREFIX).credentialArn((String) wanted.get("credential_arn")));
    }

    @Override
    public void delete() {
      try {
        ecr.deletePullThroughCacheRule(r -> r.ecrRepositoryPrefix(PREFIX).registryId(REGISTRY));
      } catch (PullThroughCacheRuleNotFoundException _) {
        // as good as deleted, says the provider
      }
    }
  }

  /** {@code aws_ecr_account_setting}: destroying it makes no call. */
  private record OfAccountSetting(EcrClient ecr) implements ReplayedResource {
    @Override
    public String type() {
      return "aws_ecr_account_setting";
    }

    @Override
    public Map<String, Object> first() {
      return Map.of("name", "REGISTRY_POLICY_SCOPE", "value", "V1");
    }

    @Override
    public Map<String, Object> changed() {
      return Map.of("name", "REGISTRY_POLICY_SCOPE", "value", "V2");
    }

    @Override
    public void create(Map<String, Object> wanted) {
      ecr.putAccountSetting(
          r -> r.name((String) wanted.get("name")).value((String) wanted.get("value")));
    }

    @Override
    public Optional<Map<String, Object>> read() {
      var found = ecr.getAccountSetting(r -> r.name("REGISTRY_POLICY_SCOPE"));
      return Optional.of(Map.of("name", found.name(), "value", found.value()));
    }

    @Override
    public void update(Map<String, Object> before, Map<String, Object> wanted) {
      create(wanted);
    }

    @Override
    public void delete() {
      // the provider leaves the setting as it is
    }

    @Override
    public boolean endsWithDelete() {
      return false;
    }
  }

  /** {@code aws_ecr_pull_time_update_exclusion}: every change replaces it. */
  private record OfExclusion(EcrClient ecr) implements ReplayedResource {
    @Override
    public String type() {
      return "aws_ecr_pull_time_update_exclusion";
    }

    @Override
    public Map<String, Object> first() {
      return wanted("scanner");
    }

    @Override
    public Map<String, Object> changed() {
      return wanted("mirror");
    }

    private static Map<String, Object> wanted(String role) {
      return Map.of("principal_arn", "arn:aws:iam::000000000000:role/" + role);
    }

    @Override
    public void create(Map<String, Object> wanted) {
      ecr.registerPullTimeUpdateExclusion(r -> r.principalArn(arn(wanted)));
    }

    @Override
    public Optional<Map<String, Object>> read() {
      return Stream.of(first(), changed())
          .filter(
              state ->
                  ecr.listPullTimeUpdateExclusions(r -> {})
                      .pullTimeUpdateExclusions()
                      .contains(arn(state)))
          .findFirst();
    }

    @Override
    public void update(Map<String, Object> before, Map<String, Object> wanted) {
      deregister(before);
      create(wanted);
    }

    @Override
    public void delete() {
      deregister(changed());
    }

    private void deregister(Map<String, Object> state) {
      try {
        ecr.deregisterPullTimeUpdateExclusion(r -> r.principalArn(arn(state)));
      } catch (ExclusionNotFoundException _) {
        // as good as deleted, says the provider
      }
    }

    private static String arn(Map<String, Object> state) {
      return (String) Objects.requireNonNull(state.get("principal_arn"));
    }
  }
}
