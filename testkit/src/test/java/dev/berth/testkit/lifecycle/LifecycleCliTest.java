package dev.berth.testkit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CHECKLIST LC-02, LC-09, LC-21, LC-37, LC-39, LC-41, LC-42, PG-05 with {@code aws ecr}. */
@NeedsClient("aws")
final class LifecycleCliTest {
  private static final String KEEP_ONE =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan",\
      "countNumber":1},"action":{"type":"expire"}}]}""";

  @TempDir private Path folder;
  private RunningBerth berth;
  private AwsCli aws;

  @BeforeEach
  void start() {
    berth = RunningBerth.on(folder.resolve("data"));
    aws = AwsCli.pinned(folder.resolve("aws"), berth.access());
    berth.createRepository("app");
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  private String value(String query, String operation) {
    return aws.ecrValue(query, operation, "--repository-name", "app");
  }

  @Test
  void a_policy_is_put_previewed_and_deleted() {
    RegistryClient client = RegistryClient.of(berth);
    for (int i = 1; i <= 3; i++) {
      byte[] layer = Manifests.bytes("image " + i);
      client.push("app", layer);
      client.pushManifest("app", "v" + i, Manifests.OCI_IMAGE, Manifests.image(layer, layer));
    }
    aws.ecr(
            "put-lifecycle-policy",
            "--repository-name",
            "app",
            "--lifecycle-policy-text",
            "\n" + KEEP_ONE.replace(",", " , "))
        .expectSuccess();
    assertThat(value("lifecyclePolicyText", "get-lifecycle-policy")).isEqualTo(KEEP_ONE);

    assertThat(value("status", "start-lifecycle-policy-preview")).isEqualTo("IN_PROGRESS");
    aws.ecr("wait", "lifecycle-policy-preview-complete", "--repository-name", "app")
        .expectSuccess();
    assertThat(
            aws.ecrValue(
                "previewResults[].imageTags[]",
                "get-lifecycle-policy-preview",
                "--repository-name",
                "app",
                "--page-size",
                "1"))
        .isEqualTo("v1\nv2");

    assertThat(value("lifecyclePolicyText", "delete-lifecycle-policy")).isEqualTo(KEEP_ONE);
    assertThat(aws.ecr("get-lifecycle-policy", "--repository-name", "app").expectFailure().stderr())
        .contains("(LifecyclePolicyNotFoundException)")
        .contains("Lifecycle policy does not exist for the repository with name 'app'");
  }

  @Test
  void a_text_that_is_no_policy_is_refused_in_ecrs_words() {
    assertThat(
            aws.ecr(
                    "put-lifecycle-policy",
                    "--repository-name",
                    "app",
                    "--lifecycle-policy-text",
                    KEEP_ONE.replace("\"any\"", "\"tagged\""))
                .expectFailure()
                .stderr())
        .contains("(InvalidParameterException)")
        .contains(
            "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.'");
    assertThat(
            aws.ecr("get-lifecycle-policy-preview", "--repository-name", "app")
                .expectFailure()
                .stderr())
        .contains("(LifecyclePolicyPreviewNotFoundException)");
  }
}
