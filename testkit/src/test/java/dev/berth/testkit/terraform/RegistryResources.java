package dev.berth.testkit.terraform;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RegistryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.RegistryScanningRule;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;
import software.amazon.awssdk.services.ecr.model.ScanFrequency;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilter;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilterType;
import software.amazon.awssdk.services.ecr.model.SigningConfigurationNotFoundException;
import software.amazon.awssdk.services.ecr.model.SigningRepositoryFilter;
import software.amazon.awssdk.services.ecr.model.SigningRule;

/**
 * What a registry has one of: registry_policy.go (083b5c7aff2a), registry_scanning_configuration.go
 * (004b82babcaf), replication_configuration.go (00a35305dc1b) and signing_configuration.go
 * (0aba003394f9).
 */
final class RegistryResources {
  private RegistryResources() {}

  static Stream<ReplayedResource> all(EcrClient ecr) {
    return Stream.of(
        new OfPolicy(ecr), new OfScanning(ecr), new OfReplication(ecr), new OfSigning(ecr));
  }

  /** {@code aws_ecr_registry_policy}. */
  private record OfPolicy(EcrClient ecr) implements ReplayedResource {
    private static final String POLICY =
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"replication","Effect":"Allow",\
        "Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":["ecr:ReplicateImage"%s],\
        "Resource":["arn:aws:ecr:us-east-1:000000000000:repository/*"]}]}""";

    @Override
    public String type() {
      return "aws_ecr_registry_policy";
    }

    @Override
    public Map<String, Object> first() {
      return Map.of("policy", Documents.policy(POLICY.formatted("")));
    }

    @Override
    public Map<String, Object> changed() {
      return Map.of("policy", Documents.policy(POLICY.formatted(",\"ecr:CreateRepository\"")));
    }

    @Override
    public void create(Map<String, Object> wanted) {
      ecr.putRegistryPolicy(r -> r.policyText(String.valueOf(wanted.get("policy"))));
    }

    @Override
    public Optional<Map<String, Object>> read() {
      try {
        var found = ecr.getRegistryPolicy(r -> {});
        return Optional.of(
            Map.of(
                "policy", Documents.policy(found.policyText()), "registry_id", found.registryId()));
      } catch (RegistryPolicyNotFoundException _) {
        return Optional.empty();
      }
    }

    @Override
    public void update(Map<String, Object> before, Map<String, Object> wanted) {
      create(wanted);
    }

    @Override
    public void delete() {
      try {
        ecr.deleteRegistryPolicy(r -> {});
      } catch (RegistryPolicyNotFoundException _) {
        // as good as deleted, says the provider
      }
    }
  }

  /** {@code aws_ecr_registry_scanning_configuration}: its end is the default. */
  private record OfScanning(EcrClient ecr) implements ReplayedResource {
    @Override
    public String type() {
      return "aws_ecr_registry_scanning_configuration";
    }

    @Override
    public Map<String, Object> first() {
      return Map.of(
          "scan_type",
          "BASIC",
          "rule",
          List.of(rule(ScanFrequency.SCAN_ON_PUSH, "prod/*", "*-release")));
    }

    @Override
    public Map<String, Object> changed() {
      return Map.of(
          "scan_type",
          "ENHANCED",
          "rule",
          List.of(
              rule(ScanFrequency.SCAN_ON_PUSH, "*"),
              rule(ScanFrequency.CONTINUOUS_SCAN, "prod/*")));
    }

    private static RegistryScanningRule rule(ScanFrequency frequency, String... filters) {
      return RegistryScanningRule.builder()
          .scanFrequency(frequency)
          .repositoryFilters(
              Stream.of(filters)
                  .map(
                      filter ->
                          ScanningRepositoryFilter.builder()
                              .filter(filter)
                              .filterType(ScanningRepositoryFilterType.WILDCARD)
                              .build())
                  .toList())
          .build();
    }

    @Override
    public void create(Map<String, Object> wanted) {
      ecr.putRegistryScanningConfiguration(
          r ->
              r.scanType((String) wanted.get("scan_type"))
                  .rules(items(wanted.get("rule"), RegistryScanningRule.class)));
    }

    @Override
    public Optional<Map<String, Object>> read() {
      var found = ecr.getRegistryScanningConfiguration(r -> {});
      return Optional.of(
          Map.of(
              "registry_id",
              found.registryId(),
              "scan_type",
              found.scanningConfiguration().scanTypeAsString(),
              "rule",
              found.scanningConfiguration().rules()));
    }

    @Override
    public void update(Map<String, Object> before, Map<String, Object> wanted) {
      create(wanted);
    }

    @Override
    public void delete() {
      ecr.putRegistryScanningConfiguration(r -> r.scanType("BASIC").rules(List.of()));
    }

    @Override
    public boolean endsWithDelete() {
      return false;
    }
  }

  /** {@code aws_ecr_replication_configuration}: without rules it is none. */
  private record OfReplication(EcrClient ecr) implements ReplayedResource {
    @Override
    public String type() {
      return "aws_ecr_replication_configuration";
    }

    @Override
    public Map<String, Object> first() {
      return Map.of("rule", List.of(rule("eu-west-1", "prod-")));
    }

    @Override
    public Map<String, Object> changed() {
      return Map.of("rule", List.of(rule("eu-west-1", "prod-"), rule("us-west-2", "base-")));
    }

    private static ReplicationRule rule(String region, String prefix) {
      return ReplicationRule.builder()
          .destinations(
              ReplicationDestination.builder().region(region).registryId("000000000000").build())
          .repositoryFilters(
              RepositoryFilter.builder().filter(prefix).filterType("PREFIX_MATCH").build())
          .build();
    }

    @Override
    public void create(Map<String, Object> wanted) {
      put(items(wanted.get("rule"), ReplicationRule.class));
    }

    @Override
    public Optional<Map<String, Object>> read() {
      var found = ecr.describeRegistry(r -> {});
      List<ReplicationRule> rules = found.replicationConfiguration().rules();
      return rules.isEmpty()
          ? Optional.empty()
          : Optional.of(Map.of("registry_id", found.registryId(), "rule", rules));
    }

    @Override
    public void update(Map<String, Object> before, Map<String, Object> wanted) {
      create(wanted);
    }

    @Override
    public void delete() {
      put(List.of());
    }

    private void put(List<ReplicationRule> rules) {
      ecr.putReplicationConfiguration(r -> r.replicationConfiguration(c -> c.rules(rules)));
    }
  }

  /** {@code aws_ecr_signing_configuration}. */
  private record OfSigning(EcrClient ecr) implements ReplayedResource {
    @Override
    public String type() {
      return "aws_ecr_signing_configuration";
    }

    @Override
    public Map<String, Object> first() {
      return Map.of("rule", List.of(rule("first", "prod/*")));
    }

    @Override
    public Map<String, Object> changed() {
      return Map.of("rule", List.of(rule("first", "prod/*"), rule("second", "*")));
    }

    private static SigningRule rule(String profile, String filter) {
      return SigningRule.builder()
          .signingProfileArn("arn:aws:signer:us-east-1:000000000000:/signing-profiles/" + profile)
          .repositoryFilters(
              SigningRepositoryFilter.builder().filter(filter).filterType("WILDCARD_MATCH").build())
          .build();
    }

    @Override
    public void create(Map<String, Object> wanted) {
      ecr.putSigningConfiguration(
          r -> r.signingConfiguration(c -> c.rules(items(wanted.get("rule"), SigningRule.class))));
    }

    @Override
    public Optional<Map<String, Object>> read() {
      try {
        var found = ecr.getSigningConfiguration(r -> {});
        return Optional.of(
            Map.of(
                "registry_id", found.registryId(), "rule", found.signingConfiguration().rules()));
      } catch (SigningConfigurationNotFoundException _) {
        return Optional.empty();
      }
    }

    @Override
    public void update(Map<String, Object> before, Map<String, Object> wanted) {
      create(wanted);
    }

    @Override
    public void delete() {
      try {
        ecr.deleteSigningConfiguration(r -> {});
      } catch (SigningConfigurationNotFoundException _) {
        // as good as deleted, says the provider
      }
    }
  }

  private static <T> List<T> items(@Nullable Object list, Class<T> type) {
    return ((List<?>) Objects.requireNonNull(list)).stream().map(type::cast).toList();
  }
}
