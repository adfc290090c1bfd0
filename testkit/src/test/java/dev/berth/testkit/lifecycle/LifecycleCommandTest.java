package dev.berth.testkit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** {@code berth lifecycle}, {@code berth protect} and {@code berth unprotect} as processes. */
final class LifecycleCommandTest {
  private static final String KEEP_ONE =
      """
      {"rules":[{"rulePriority":7,"selection":{"tagStatus":"any","countType":"imageCountMoreThan",\
      "countNumber":1},"action":{"type":"expire"}}]}""";

  @TempDir private Path folder;
  private RunningBerth berth;
  private EcrClient ecr;
  private RegistryClient client;

  @BeforeEach
  void start() {
    berth = RunningBerth.on(folder.resolve("data"));
    ecr = berth.ecr();
    client = RegistryClient.of(berth);
    berth.createRepository("app");
  }

  @AfterEach
  void stop() {
    ecr.close();
    berth.close();
  }

  private Outcome command(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--data", folder.resolve("data").toString()));
    return BerthProcess.run(line.toArray(String[]::new));
  }

  private String push(String tag) {
    byte[] layer = Manifests.bytes(tag);
    client.push("app", layer);
    return client.pushManifest("app", tag, Manifests.OCI_IMAGE, Manifests.image(layer, layer));
  }

  @Test
  void images_are_explained_protected_and_run() {
    String first = push("one");
    String second = push("two");
    push("three");
    byte[] config = Manifests.bytes("{}");
    client.push("app", config);
    client.pushManifest(
        "app", "signature", Manifests.OCI_IMAGE, Manifests.referrer(first, 1, "a/b", config));
    ecr.putLifecyclePolicy(r -> r.repositoryName("app").lifecyclePolicyText(KEEP_ONE));

    assertThat(command("protect", "app", "on*").expectSuccess().stdout()).isEqualTo("on*\n");
    assertThat(command("protect", "app").expectSuccess().stdout()).isEqualTo("on*\n");
    String explained = command("lifecycle", "explain", "app").expectSuccess().stdout();
    String json = command("lifecycle", "explain", "--json", "app").expectSuccess().stdout();
    String ran = command("lifecycle", "run", "app").expectSuccess().stdout();

    assertThat(explained.lines().map(line -> line.replaceAll(" {2,}.*Z {2,}", "  ")))
        .containsExactly(
            "IMAGE                                                                    PUSHED                TAGS                      WHAT BECOMES OF IT",
            first + "  one                       stays: it is protected (rule 7, expire)",
            second + "  two                       goes: rule 7, expire",
            Manifests.digest(Manifests.image(Manifests.bytes("three"), Manifests.bytes("three")))
                + "  three                     stays: rule 7 keeps it",
            explained.lines().toList().getLast().substring(0, 71)
                + "  signature                 follows the image that it refers to");
    assertThat(json.lines())
        .hasSize(4)
        .anyMatch(line -> line.contains(second) && line.contains("\"fate\":\"TAKEN\""));
    assertThat(ran)
        .isEqualTo("expired    1\narchived   0\nin index   0\nprotected  1\nleft       0\n");
    assertThat(command("unprotect", "app", "on*").expectSuccess().stdout()).isEmpty();
    assertThat(command("lifecycle", "run", "app").expectSuccess().stdout())
        .startsWith("expired    1\n");
  }

  @Test
  void what_cannot_be_done_is_said() {
    assertThat(command("lifecycle", "run", "app").expectFailure().stderr())
        .contains("Lifecycle policy does not exist for the repository with name 'app'")
        .contains("(LifecyclePolicyNotFoundException)");
    assertThat(command("lifecycle", "explain", "nowhere").expectFailure().stderr())
        .contains("(RepositoryNotFoundException)");
    assertThat(command("protect", "app", "no/tag").expectFailure().stderr())
        .contains("(ValidationException)")
        .contains("it is a digest, or 1 to 300 letters, digits");
    assertThat(command("protect", "app", "sha256:12").expectFailure().stderr())
        .contains("(ValidationException)");
    assertThat(command("protect", "app").expectSuccess().stdout()).isEmpty();
  }

  @Test
  void a_protected_image_is_deleted_by_who_names_it() {
    String digest = push("one");
    command("protect", "app", digest).expectSuccess();

    var answer =
        ecr.batchDeleteImage(
            r ->
                r.repositoryName("app")
                    .imageIds(ImageIdentifier.builder().imageDigest(digest).build()));

    assertThat(answer.failures()).isEmpty();
    assertThat(answer.imageIds()).hasSize(1);
  }
}
