package dev.berth.testkit.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.MediaType;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.SampleLayer;
import dev.berth.testkit.client.Skopeo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CHECKLIST V2-02 and I5 (a manifest is its bytes), with skopeo. */
@NeedsClient("skopeo")
final class SkopeoTest extends ClientsOfBerth {
  private Skopeo skopeo;

  @BeforeEach
  void log_in() {
    skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(host(), USER, aws.loginPassword()).expectSuccess();
  }

  @Test
  void an_image_is_served_as_it_was_pushed() {
    SampleImages.Layout layout = imageOf("one");
    String image = "docker://" + imageInNew("app", "1");

    skopeo.copy(layout.source(), image).expectSuccess();

    assertThat(SampleImages.digest(skopeo.inspect(image, "--raw").stdout().getBytes(UTF_8)))
        .isEqualTo(layout.manifest());
    assertThat(describedDigest("app", "1")).isEqualTo(layout.manifest().toString());
    skopeo.copy(image, "oci:" + folder.resolve("back") + ":latest").expectSuccess();
    assertThat(folder.resolve("back/blobs/sha256").resolve(layout.manifest().hex())).exists();
  }

  @Test
  void an_image_is_found_by_its_digest() {
    SampleImages.Layout layout = imageOf("one");
    String image = imageInNew("app", "1");
    skopeo.copy(layout.source(), "docker://" + image).expectSuccess();

    String named = skopeo.inspect("docker://" + host() + "/app@" + layout.manifest()).text();

    assertThat(named).contains(layout.manifest().toString());
  }

  @Test
  void an_image_in_dockers_own_format_is_kept_so() {
    String image = "docker://" + imageInNew("app", "1");

    skopeo.copy(imageOf("one").source(), image, "--format", "v2s2").expectSuccess();

    assertThat(skopeo.inspect(image, "--raw").text())
        .contains(MediaType.DOCKER_MANIFEST.toString());
  }

  @Test
  void tags_are_listed_in_order() {
    String image = "docker://" + imageInNew("app", "b");
    skopeo.copy(imageOf("one").source(), image).expectSuccess();
    skopeo.copy(imageOf("one").source(), "docker://" + host() + "/app:a").expectSuccess();

    String listed = skopeo.listTags("docker://" + host() + "/app").text();

    assertThat(listed.replaceAll("\\s", "")).contains("\"Tags\":[\"a\",\"b\"]");
  }

  @Test
  void an_index_goes_there_and_back_with_all_its_images() {
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    String image = "docker://" + imageInNew("many", "1");

    skopeo.copy(layout.source(), image, "--all").expectSuccess();

    assertThat(SampleImages.digest(skopeo.inspect(image, "--raw").stdout().getBytes(UTF_8)))
        .isEqualTo(layout.manifest());
    String back = "oci:" + folder.resolve("arm") + ":latest";
    skopeo.copy(image, back, "--override-os", "linux", "--override-arch", "arm64").expectSuccess();
    assertThat(skopeo.inspect(back, "--config").text().replaceAll("\\s", ""))
        .contains("\"architecture\":\"arm64\"");
  }

  @Test
  void an_image_goes_from_one_repository_to_another() {
    SampleImages.Layout layout = imageOf("one");
    String first = "docker://" + imageInNew("one", "1");
    String second = "docker://" + imageInNew("two", "1");
    skopeo.copy(layout.source(), first).expectSuccess();

    skopeo.copy(first, second).expectSuccess();

    assertThat(describedDigest("two", "1")).isEqualTo(layout.manifest().toString());
  }

  @Test
  void a_repository_is_synchronized_to_another_with_all_its_tags() {
    SampleImages.Layout many = SampleImages.multiPlatform(folder.resolve("image"));
    skopeo.copy(many.source(), "docker://" + imageInNew("app", "1"), "--all").expectSuccess();
    skopeo.copy(imageOf("one").source(), "docker://" + host() + "/app:2").expectSuccess();
    String mirrored = "docker://" + imageInNew("mirror/app", "1");

    skopeo.sync("docker:" + host() + "/app", "docker:" + host() + "/mirror").expectSuccess();

    assertThat(SampleImages.digest(skopeo.inspect(mirrored, "--raw").stdout().getBytes(UTF_8)))
        .isEqualTo(many.manifest());
    assertThat(describedDigest("mirror/app", "2")).isEqualTo(imageOf("one").manifest().toString());
  }

  @Test
  void a_repository_is_synchronized_to_a_folder_and_from_there_back() {
    SampleImages.Layout many = SampleImages.multiPlatform(folder.resolve("image"));
    skopeo.copy(many.source(), "docker://" + imageInNew("app", "1"), "--all").expectSuccess();
    String back = "docker://" + imageInNew("back/app", "1");
    String files = "dir:" + folder.resolve("files");

    skopeo.sync("docker:" + host() + "/app", files).expectSuccess();
    skopeo.sync(files, "docker:" + host() + "/back").expectSuccess();

    assertThat(SampleImages.digest(skopeo.inspect(back, "--raw").stdout().getBytes(UTF_8)))
        .isEqualTo(many.manifest());
  }

  @Test
  void a_deleted_image_is_gone_with_its_tags() {
    String image = "docker://" + imageInNew("app", "1");
    skopeo.copy(imageOf("one").source(), image).expectSuccess();

    skopeo.delete(image).expectSuccess();

    assertThat(skopeo.inspect(image).expectFailure().stderr()).contains("manifest unknown");
    aws.ecr("describe-images", "--repository-name", "app", "--image-ids", "imageTag=1")
        .expectFailure();
  }

  @Test
  void a_layer_of_thirty_two_mebibytes_is_streamed() {
    byte[] content = new byte[32 << 20];
    for (int i = 0; i < content.length; i += 16) {
      content[i] = (byte) (i >> 4);
    }
    SampleLayer layer =
        SampleLayer.ofBytes(new MediaType("application/vnd.oci.image.layer.v1.tar"), content);
    SampleImages.Layout layout = SampleImages.single(folder.resolve("image"), layer);
    String image = "docker://" + imageInNew("large", "1");

    skopeo.copy(layout.source(), image, "--preserve-digests").expectSuccess();
    skopeo
        .copy(image, "oci:" + folder.resolve("back") + ":latest", "--preserve-digests")
        .expectSuccess();

    assertThat(folder.resolve("back/blobs/sha256").resolve(layer.digest().hex()))
        .hasBinaryContent(content);
  }

  @Test
  void without_a_credential_nothing_is_read() {
    String image = "docker://" + imageInNew("app", "1");
    skopeo.copy(imageOf("one").source(), image).expectSuccess();

    Skopeo stranger = new Skopeo(folder.resolve("stranger"));

    stranger.inspect(image).expectFailure();
    stranger.copy(imageOf("two").source(), image).expectFailure();
    stranger.login(host(), USER, "not given by Berth").expectFailure();
  }
}
