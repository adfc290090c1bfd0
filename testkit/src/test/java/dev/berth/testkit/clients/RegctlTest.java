package dev.berth.testkit.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Regctl;
import dev.berth.testkit.client.SampleImages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CHECKLIST V2-02 and the referrers of OCI distribution-spec 1.1, with regctl. */
@NeedsClient("regctl")
final class RegctlTest extends ClientsOfBerth {
  private static final String SBOM = "application/spdx+json";
  private static final String TYPES = "{{range .Descriptors}}{{.ArtifactType}}{{println}}{{end}}";

  private Regctl regctl;

  @BeforeEach
  void log_in() {
    regctl = new Regctl(folder.resolve("regctl"));
    regctl.login(host(), USER, berth.password()).expectSuccess();
  }

  @Test
  void an_index_is_copied_there_and_back_with_all_its_images() {
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    String first = imageInNew("one", "1");
    String second = imageInNew("two", "1");

    regctl.run("image", "copy", layoutName(layout), first).expectSuccess();
    regctl.run("image", "copy", first, second).expectSuccess();
    regctl
        .run("image", "copy", second, "ocidir://" + folder.resolve("back") + ":1")
        .expectSuccess();

    assertThat(regctl.run("image", "digest", second).text())
        .isEqualTo(layout.manifest().toString());
    assertThat(regctl.run("image", "inspect", "--platform", "linux/arm64", second).text())
        .contains("\"architecture\": \"arm64\"");
    assertThat(folder.resolve("back/blobs/sha256").resolve(layout.manifest().hex())).exists();
  }

  @Test
  void an_artifact_is_read_as_it_was_put() {
    String artifact = imageInNew("art", "1");

    regctl
        .feed("hello", "artifact", "put", "--artifact-type", "application/example", artifact)
        .expectSuccess();

    assertThat(regctl.run("artifact", "get", artifact).text()).isEqualTo("hello");
    assertThat(regctl.run("artifact", "get", "--config", artifact).text()).isEqualTo("{}");
  }

  @Test
  void referrers_are_listed_by_type_and_read() {
    String image = pushed("app");
    attach(image, SBOM, "packages");
    attach(image, "application/other", "more");

    assertThat(referrers(image)).containsExactlyInAnyOrder(SBOM, "application/other");
    assertThat(referrers(image, "--filter-artifact-type", SBOM)).containsExactly(SBOM);
    assertThat(
            regctl
                .run("artifact", "get", "--subject", image, "--filter-artifact-type", SBOM)
                .text())
        .isEqualTo("packages");
    assertThat(regctl.run("artifact", "tree", image).text()).contains(SBOM, "application/other");
  }

  @Test
  void a_copy_takes_its_referrers_along() {
    String image = pushed("app");
    attach(image, SBOM, "packages");
    String copy = imageInNew("copy", "1");

    regctl.run("image", "copy", "--referrers", image, copy).expectSuccess();

    assertThat(referrers(copy)).containsExactly(SBOM);
    assertThat(regctl.run("artifact", "get", "--subject", copy).text()).isEqualTo("packages");
  }

  @Test
  void tags_and_repositories_are_listed_page_by_page() {
    String image = pushed("b/app");
    regctl.run("image", "copy", image, host() + "/b/app:2").expectSuccess();
    berth.createRepository("a/app");

    assertThat(regctl.run("tag", "ls", host() + "/b/app").text().lines()).containsExactly("1", "2");
    assertThat(regctl.run("tag", "ls", "--limit", "1", "--last", "1", host() + "/b/app").text())
        .isEqualTo("2");
    assertThat(regctl.run("repo", "ls", host()).text().lines()).containsExactly("a/app", "b/app");
    assertThat(regctl.run("repo", "ls", "--limit", "1", "--last", "a/app", host()).text())
        .isEqualTo("b/app");
  }

  @Test
  void a_deleted_tag_leaves_the_other_tags_of_its_image() {
    String image = pushed("app");
    String digest = regctl.run("image", "digest", image).text();
    regctl.run("image", "copy", image, host() + "/app:2").expectSuccess();

    regctl.run("tag", "delete", image).expectSuccess();

    assertThat(regctl.run("image", "digest", image).expectFailure().stderr()).contains("not found");
    assertThat(regctl.run("image", "digest", host() + "/app:2").text()).isEqualTo(digest);
  }

  @Test
  void a_deleted_manifest_is_gone_with_its_tags() {
    String image = pushed("app");

    regctl
        .run("manifest", "delete", host() + "/app@" + regctl.run("image", "digest", image).text())
        .expectSuccess();

    assertThat(regctl.run("image", "digest", image).expectFailure().stderr()).contains("not found");
  }

  @Test
  void a_blob_is_read_as_it_was_put() {
    berth.createRepository("app");
    String digest = SampleImages.digest("hello".getBytes(UTF_8)).toString();

    assertThat(regctl.feed("hello", "blob", "put", host() + "/app").text()).isEqualTo(digest);

    assertThat(regctl.run("blob", "get", host() + "/app", digest).text()).isEqualTo("hello");
    assertThat(regctl.run("blob", "head", host() + "/app", digest).text())
        .contains("Content-Length: 5");
  }

  @Test
  void without_a_credential_nothing_is_read() {
    String image = pushed("app");
    Regctl stranger = new Regctl(folder.resolve("stranger"));

    assertThat(
            stranger
                .run("image", "digest", "--host", "reg=" + host() + ",tls=disabled", image)
                .expectFailure()
                .stderr())
        .contains("unauthorized");
  }

  /** An image under the tag 1 of a repository that is created. */
  private String pushed(String repository) {
    String image = imageInNew(repository, "1");
    regctl.run("image", "copy", layoutName(imageOf("one")), image).expectSuccess();
    return image;
  }

  private void attach(String subject, String type, String content) {
    regctl
        .feed(content, "artifact", "put", "--artifact-type", type, "--subject", subject)
        .expectSuccess();
  }

  private List<String> referrers(String image, String... filter) {
    List<String> words = new ArrayList<>(List.of("artifact", "list", "--format", TYPES, image));
    words.addAll(List.of(filter));
    return regctl.run(words.toArray(String[]::new)).text().lines().toList();
  }

  private static String layoutName(SampleImages.Layout layout) {
    return "ocidir://" + layout.folder() + ":" + SampleImages.TAG;
  }
}
