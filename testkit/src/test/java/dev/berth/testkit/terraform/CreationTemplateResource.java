package dev.berth.testkit.terraform;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;
import software.amazon.awssdk.services.ecr.model.TemplateNotFoundException;

/** {@code aws_ecr_repository_creation_template}: repository_creation_template.go (083b5c7aff2a). */
record CreationTemplateResource(EcrClient ecr) implements ReplayedResource {
  private static final String PREFIX = "terraform-made";
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Sid":"pull","Effect":"Allow","Principal":"*",\
      "Action":["ecr:BatchGetImage"]}]}""";
  private static final String LIFECYCLE =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged",\
      "countType":"sinceImagePushed","countUnit":"days","countNumber":14},\
      "action":{"type":"expire"}}]}""";

  @Override
  public String type() {
    return "aws_ecr_repository_creation_template";
  }

  @Override
  public Map<String, Object> first() {
    return Map.of(
        "description",
        "made by pushes",
        "applied_for",
        List.of("CREATE_ON_PUSH"),
        "image_tag_mutability",
        "MUTABLE",
        "encryption_type",
        "AES256",
        "lifecycle_policy",
        Documents.lifecycle(LIFECYCLE),
        "repository_policy",
        Documents.policy(POLICY));
  }

  @Override
  public Map<String, Object> changed() {
    return Map.of(
        "description",
        "made by whatever comes",
        "applied_for",
        List.of("CREATE_ON_PUSH", "PULL_THROUGH_CACHE"),
        "image_tag_mutability",
        "IMMUTABLE",
        "encryption_type",
        "AES256",
        "lifecycle_policy",
        Documents.lifecycle(LIFECYCLE),
        "repository_policy",
        Documents.policy(POLICY));
  }

  @Override
  public void create(Map<String, Object> wanted) {
    ecr.createRepositoryCreationTemplate(
        r ->
            r.prefix(PREFIX)
                .description((String) wanted.get("description"))
                .appliedForWithStrings(appliedFor(wanted))
                .imageTagMutability((String) wanted.get("image_tag_mutability"))
                .encryptionConfiguration(
                    e -> e.encryptionType((String) wanted.get("encryption_type")))
                .lifecyclePolicy(String.valueOf(wanted.get("lifecycle_policy")))
                .repositoryPolicy(String.valueOf(wanted.get("repository_policy"))));
  }

  @Override
  public Optional<Map<String, Object>> read() {
    try {
      // none found is as good as refused, says the provider
      return ecr
          .describeRepositoryCreationTemplatesPaginator(r -> r.prefixes(PREFIX))
          .repositoryCreationTemplates()
          .stream()
          .findFirst()
          .map(CreationTemplateResource::state);
    } catch (TemplateNotFoundException _) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> state(RepositoryCreationTemplate found) {
    return Map.of(
        "prefix",
        found.prefix(),
        "description",
        found.description(),
        "applied_for",
        found.appliedForAsStrings(),
        "image_tag_mutability",
        found.imageTagMutabilityAsString(),
        "encryption_type",
        found.encryptionConfiguration().encryptionTypeAsString(),
        "lifecycle_policy",
        Documents.lifecycle(found.lifecyclePolicy()),
        "repository_policy",
        Documents.policy(found.repositoryPolicy()));
  }

  @Override
  public void update(Map<String, Object> before, Map<String, Object> wanted) {
    // only what changed is sent
    ecr.updateRepositoryCreationTemplate(
        r ->
            r.prefix(PREFIX)
                .description((String) wanted.get("description"))
                .appliedForWithStrings(appliedFor(wanted))
                .imageTagMutability((String) wanted.get("image_tag_mutability")));
  }

  @Override
  public void delete() {
    try {
      ecr.deleteRepositoryCreationTemplate(r -> r.prefix(PREFIX));
    } catch (TemplateNotFoundException _) {
      // as good as deleted, says the provider
    }
  }

  private static List<String> appliedFor(Map<String, Object> wanted) {
    return ((List<?>) Objects.requireNonNull(wanted.get("applied_for")))
        .stream().map(String.class::cast).toList();
  }
}
