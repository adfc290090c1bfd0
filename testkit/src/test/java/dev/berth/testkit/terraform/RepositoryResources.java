package dev.berth.testkit.terraform;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/**
 * The resources of a repository: repository.go (0072eea2d604), repository_policy.go (004b82babcaf)
 * and lifecycle_policy.go (00a35305dc1b).
 */
final class RepositoryResources {
  private static final String NAME = "terraform/app";

  private RepositoryResources() {}

  static Stream<ReplayedResource> all(EcrClient ecr) {
    return Stream.of(new OfRepository(ecr), new OfPolicy(ecr), new OfLifecyclePolicy(ecr));
  }

  /** {@code aws_ecr_repository}. */
  private record OfRepository(EcrClient ecr) implements ReplayedResource {
    @Override
    public String type() {
      return "aws_ecr_repository";
    }

    @Override
    public Map<String, Object> first() {
      return Map.of(
          "image_tag_mutability",
          "MUTABLE",
          "scan_on_push",
          true,
          "encryption_type",
          "AES256",
          "tags",
          Map.of("team", "a", "stage", "dev"));
    }

    @Override
    public Map<String, Object> changed() {
      return Map.of(
          "image_tag_mutability",
          "IMMUTABLE",
          "scan_on_push",
          false,
          "encryption_type",
          "AES256",
          "tags",
          Map.of("team", "b", "cost", "7"));
    }

    @Override
    public void create(Map<String, Object> wanted) {
      ecr.createRepository(
          r ->
              r.repositoryName(NAME)
                  .imageTagMutability((String) wanted.get("image_tag_mutability"))
                  .encryptionConfiguration(
                      e -> e.encryptionType((String) wanted.get("encryption_type")))
                  .imageScanningConfiguration(
                      s -> s.scanOnPush((Boolean) wanted.get("scan_on_push")))
                  .tags(tags(wanted)));
    }

    @Override
    public Optional<Map<String, Object>> read() {
      try {
        Repository found =
            ecr.describeRepositories(r -> r.repositoryNames(NAME)).repositories().getFirst();
        List<Tag> tags = ecr.listTagsForResource(r -> r.resourceArn(found.repositoryArn())).tags();
        return Optional.of(
            Map.of(
                "arn",
                found.repositoryArn(),
                "name",
                found.repositoryName(),
                "registry_id",
                found.registryId(),
                "repository_url",
                found.repositoryUri(),
                "image_tag_mutability",
                found.imageTagMutabilityAsString(),
                "scan_on_push",
                found.imageScanningConfiguration().scanOnPush(),
                "encryption_type",
                found.encryptionConfiguration().encryptionTypeAsString(),
                "tags",
                tags.stream().collect(Collectors.toMap(Tag::key, Tag::value))));
      } catch (RepositoryNotFoundException _) {
        return Optional.empty();
      }
    }

    @Override
    public void update(Map<String, Object> before, Map<String, Object> wanted) {
      Map<String, Object> state = read().orElseThrow();
      String registry = (String) state.get("registry_id");
      ecr.putImageTagMutability(
          r ->
              r.repositoryName(NAME)
                  .registryId(registry)
                  .imageTagMutability(
                      ImageTagMutability.fromValue((String) wanted.get("image_tag_mutability"))));
      ecr.putImageScanningConfiguration(
          r ->
              r.repositoryName(NAME)
                  .registryId(registry)
                  .imageScanningConfiguration(
                      s -> s.scanOnPush((Boolean) wanted.get("scan_on_push"))));
      String arn = (String) Objects.requireNonNull(state.get("arn"));
      List<String> gone =
          tags(before).stream()
              .map(Tag::key)
              .filter(key -> tags(wanted).stream().noneMatch(tag -> tag.key().equals(key)))
              .toList();
      ecr.untagResource(r -> r.resourceArn(arn).tagKeys(gone));
      ecr.tagResource(r -> r.resourceArn(arn).tags(tags(wanted)));
    }

    @Override
    public void delete() {
      try {
        ecr.deleteRepository(r -> r.repositoryName(NAME).registryId("000000000000").force(false));
      } catch (RepositoryNotFoundException _) {
        return;
      }
      if (read().isPresent()) {
        throw new AssertionError("the repository is still there after its deletion");
      }
    }

    private static List<Tag> tags(Map<String, Object> attributes) {
      return ((Map<?, ?>) Objects.requireNonNull(attributes.get("tags")))
          .entrySet().stream()
              .map(
                  tag ->
                      Tag.builder()
                          .key((String) tag.getKey())
                          .value((String) tag.getValue())
                          .build())
              .toList();
    }
  }

  /** {@code aws_ecr_repository_policy}. */
  private record OfPolicy(EcrClient ecr) implements ReplayedResource {
    private static final String POLICY =
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"pull","Effect":"Allow","Principal":"*",\
        "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"%s]}]}""";

    @Override
    public String type() {
      return "aws_ecr_repository_policy";
    }

    @Override
    public Map<String, Object> first() {
      return Map.of("policy", Documents.policy(POLICY.formatted("")), "repository", NAME);
    }

    @Override
    public Map<String, Object> changed() {
      return Map.of(
          "policy",
          Documents.policy(POLICY.formatted(",\"ecr:DescribeImages\"")),
          "repository",
          NAME);
    }

    @Override
    public void create(Map<String, Object> wanted) {
      ecr.createRepository(r -> r.repositoryName(NAME));
      put(wanted);
    }

    @Override
    public Optional<Map<String, Object>> read() {
      try {
        var found = ecr.getRepositoryPolicy(r -> r.repositoryName(NAME));
        return Optional.of(
            Map.of(
                "policy",
                Documents.policy(found.policyText()),
                "registry_id",
                found.registryId(),
                "repository",
                found.repositoryName()));
      } catch (RepositoryNotFoundException | RepositoryPolicyNotFoundException gone) {
        return Optional.empty();
      }
    }

    @Override
    public void update(Map<String, Object> before, Map<String, Object> wanted) {
      put(wanted);
    }

    @Override
    public void delete() {
      try {
        ecr.deleteRepositoryPolicy(r -> r.repositoryName(NAME).registryId("000000000000"));
        ecr.deleteRepository(r -> r.repositoryName(NAME));
      } catch (RepositoryNotFoundException | RepositoryPolicyNotFoundException gone) {
        // as good as deleted, says the provider
      }
    }

    private void put(Map<String, Object> wanted) {
      ecr.setRepositoryPolicy(
          r -> r.repositoryName(NAME).policyText(String.valueOf(wanted.get("policy"))));
    }
  }

  /** {@code aws_ecr_lifecycle_policy}: every change replaces it. */
  private record OfLifecyclePolicy(EcrClient ecr) implements ReplayedResource {
    @Override
    public String type() {
      return "aws_ecr_lifecycle_policy";
    }

    @Override
    public Map<String, Object> first() {
      return wanted(14);
    }

    @Override
    public Map<String, Object> changed() {
      return wanted(21);
    }

    private static Map<String, Object> wanted(int days) {
      return Map.of(
          "policy",
          Documents.lifecycle(
              """
        {"rules":[\
        {"rulePriority":7,"description":"untagged","selection":{"tagStatus":"untagged",\
        "countType":"sinceImagePushed","countUnit":"days","countNumber":%d},"action":{"type":"expire"}},\
        {"rulePriority":2,"selection":{"tagStatus":"tagged","tagPrefixList":["v","rc"],\
        "countType":"imageCountMoreThan","countNumber":30},"action":{"type":"expire"}}]}"""
                  .formatted(days)),
          "repository",
          NAME);
    }

    @Override
    public void create(Map<String, Object> wanted) {
      ecr.createRepository(r -> r.repositoryName(NAME));
      put(wanted);
    }

    @Override
    public Optional<Map<String, Object>> read() {
      try {
        var found = ecr.getLifecyclePolicy(r -> r.repositoryName(NAME));
        return Optional.of(
            Map.of(
                "policy",
                Documents.lifecycle(found.lifecyclePolicyText()),
                "registry_id",
                found.registryId(),
                "repository",
                found.repositoryName()));
      } catch (RepositoryNotFoundException | LifecyclePolicyNotFoundException gone) {
        return Optional.empty();
      }
    }

    @Override
    public void update(Map<String, Object> before, Map<String, Object> wanted) {
      ecr.deleteLifecyclePolicy(r -> r.repositoryName(NAME));
      put(wanted);
    }

    @Override
    public void delete() {
      try {
        ecr.deleteLifecyclePolicy(r -> r.repositoryName(NAME));
        ecr.deleteRepository(r -> r.repositoryName(NAME));
      } catch (RepositoryNotFoundException | LifecyclePolicyNotFoundException gone) {
        // as good as deleted, says the provider
      }
    }

    private void put(Map<String, Object> wanted) {
      ecr.putLifecyclePolicy(
          r -> r.repositoryName(NAME).lifecyclePolicyText(String.valueOf(wanted.get("policy"))));
    }
  }
}
