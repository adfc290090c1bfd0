package dev.berth.testkit.trash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.Skopeo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushed by skopeo, deleted by {@code aws ecr}, brought back by {@code berth}, and pulled. */
@NeedsClient({"aws", "skopeo"})
final class TrashClientsTest {
  @TempDir private Path folder;
  private RunningBerth berth;
  private AwsCli aws;
  private Skopeo skopeo;
  private SampleImages.Layout many;
  private String image;

  @BeforeEach
  void push() {
    berth = RunningBerth.on(folder.resolve("data"));
    aws = AwsCli.pinned(folder.resolve("aws"), berth.access());
    skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(berth.registryHost(), "AWS", aws.loginPassword()).expectSuccess();
    berth.createRepository("team/app");
    many = SampleImages.multiPlatform(folder.resolve("image"));
    image = "docker://" + berth.registryHost() + "/team/app:1";
    skopeo.copy(many.source(), image, "--all").expectSuccess();
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  private Outcome trash(String... arguments) {
    List<String> line = new ArrayList<>(List.of("trash"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--data", folder.resolve("data").toString()));
    return BerthProcess.run(line.toArray(String[]::new));
  }

  /** Copies everything to a folder, which has to have the manifest under its digest then. */
  private void pull(String from, String to) {
    skopeo.copy(from, "oci:" + folder.resolve(to) + ":latest", "--all").expectSuccess();
    assertThat(folder.resolve(to).resolve("blobs/sha256").resolve(many.manifest().hex())).exists();
  }

  @Test
  void a_deleted_image_is_pulled_again_with_the_same_digest() {
    aws.ecr("batch-delete-image", "--repository-name", "team/app", "--image-ids", "imageTag=1")
        .expectSuccess();
    assertThat(skopeo.inspect(image, "--raw").expectFailure().stderr())
        .contains("manifest unknown");

    trash("restore", "team/app:1").expectSuccess();

    pull(image, "back");
    assertThat(
            aws.ecrValue(
                "imageDetails[0].imageDigest",
                "describe-images",
                "--repository-name",
                "team/app",
                "--image-ids",
                "imageTag=1"))
        .isEqualTo(many.manifest().toString());
  }

  @Test
  void a_deleted_repository_is_pulled_from_again_under_its_name_and_another() {
    aws.ecr("delete-repository", "--repository-name", "team/app", "--force").expectSuccess();
    skopeo.inspect(image).expectFailure();

    trash("restore", "team/app").expectSuccess();
    pull(image, "back");
    aws.ecr("delete-repository", "--repository-name", "team/app", "--force").expectSuccess();
    berth.createRepository("team/app");
    trash("restore", "team/app", "--as", "team/old").expectSuccess();

    pull(image.replace("team/app", "team/old"), "old");
    assertThat(aws.ecrValue("length(imageIds)", "list-images", "--repository-name", "team/app"))
        .isEqualTo("0");
  }
}
