package dev.berth.testkit.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.Crane;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.SampleLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CHECKLIST V2-02 with go-containerregistry, the library of ko, kaniko and many others. */
@NeedsClient("crane")
final class CraneTest extends ClientsOfBerth {
  private Crane crane;

  @BeforeEach
  void log_in() {
    crane = new Crane(folder.resolve("crane"));
    crane.login(host(), USER, aws.loginPassword()).expectSuccess();
  }

  @Test
  void a_pushed_index_is_whole() {
    String image = imageInNew("many", "1");

    crane.push(SampleImages.multiPlatform(folder.resolve("image")), image).expectSuccess();

    assertThat(crane.run("digest", image).text()).isEqualTo(describedDigest("many", "1"));
    assertThat(SampleImages.digest(crane.run("manifest", image).stdout().getBytes(UTF_8)))
        .hasToString(describedDigest("many", "1"));
    crane.run("validate", "--remote", image).expectSuccess();
  }

  @Test
  void an_image_is_copied_and_tagged_within_the_registry() {
    String image = imageInNew("one", "1");
    String other = imageInNew("two", "1");
    crane.push(imageOf("one"), image).expectSuccess();

    crane.run("copy", image, other).expectSuccess();
    crane.run("tag", other, "2").expectSuccess();

    assertThat(describedDigest("two", "2")).isEqualTo(describedDigest("one", "1"));
    assertThat(crane.run("ls", host() + "/two").text().lines()).containsExactly("1", "2");
  }

  @Test
  void a_label_is_added_to_a_pushed_image() {
    String image = imageInNew("app", "1");
    crane.push(SampleImages.multiPlatform(folder.resolve("image")), image).expectSuccess();

    crane
        .run(
            "mutate",
            "--platform",
            "linux/amd64",
            image,
            "--label",
            "on=top",
            "--tag",
            host() + "/app:2")
        .expectSuccess();

    assertThat(crane.run("config", host() + "/app:2").text()).contains("\"on\":\"top\"");
  }

  @Test
  void a_layer_is_appended_to_a_pushed_image() throws IOException {
    String image = imageInNew("app", "1");
    crane.push(imageOf("one"), image).expectSuccess();
    Path layer =
        Files.write(
            folder.resolve("layer.tgz"),
            SampleLayer.ofFile("more", "more".getBytes(UTF_8)).bytes());

    crane
        .run("append", "--base", image, "--new_layer", layer.toString(), "--new_tag", image + "-2")
        .expectSuccess();
    crane.run("validate", "--remote", image + "-2").expectSuccess();
    Path files = folder.resolve("files.tar");
    crane.run("export", image + "-2", files.toString()).expectSuccess();

    assertThat(Files.readString(files, ISO_8859_1)).contains("one", "more");
  }

  @Test
  void an_image_is_pulled_by_its_digest() {
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    crane.push(layout, imageInNew("many", "1")).expectSuccess();
    Path back = folder.resolve("back");

    crane
        .run("pull", "--format=oci", host() + "/many@" + layout.manifest(), back.toString())
        .expectSuccess();

    assertThat(back.resolve("blobs/sha256").resolve(layout.manifest().hex())).exists();
  }

  @Test
  void an_image_of_an_index_is_taken_out_by_its_platform() {
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    crane.push(layout, imageInNew("many", "1")).expectSuccess();
    String many = host() + "/many@" + layout.manifest();
    String one = host() + "/many:arm64";

    crane.run("index", "filter", "--platform", "linux/arm64", many, "--tag", one).expectSuccess();

    assertThat(crane.run("manifest", one).text()).contains("arm64").doesNotContain("amd64");
    assertThat(crane.run("catalog", host()).text()).isEqualTo("many");
  }

  @Test
  void a_deleted_image_is_gone() {
    String image = imageInNew("app", "1");
    crane.push(imageOf("one"), image).expectSuccess();

    crane.run("delete", host() + "/app@" + crane.run("digest", image).text()).expectSuccess();

    assertThat(crane.run("digest", image).expectFailure().stderr()).contains("404");
  }
}
