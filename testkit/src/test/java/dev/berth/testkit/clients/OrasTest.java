package dev.berth.testkit.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Oras;
import dev.berth.testkit.client.SampleImages;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CHECKLIST V2-02 and the referrers of OCI distribution-spec 1.1, with oras. */
@NeedsClient("oras")
final class OrasTest extends ClientsOfBerth {
  private static final String SBOM = "application/spdx+json";
  private static final String SIGNATURE = "application/vnd.example.signature";
  private static final String DIGEST = "go-template={{.digest}}";
  private static final String TYPES =
      "go-template={{range .referrers}}{{.artifactType}}{{println}}{{end}}";

  private Oras oras;

  @BeforeEach
  void log_in() throws IOException {
    oras = new Oras(folder.resolve("oras"));
    oras.login(host(), USER, berth.password()).expectSuccess();
    Files.writeString(folder.resolve("oras/text"), "hello");
  }

  @Test
  void a_pushed_artifact_is_pulled_by_another_user() {
    String artifact = pushed("art");
    Oras other = new Oras(folder.resolve("other"));
    other.login(host(), USER, berth.password()).expectSuccess();

    other.run("pull", artifact).expectSuccess();
    assertThat(folder.resolve("other/text")).hasContent("hello");
    other.run("pull", "--output", "again", host() + "/art@" + digest(artifact)).expectSuccess();

    assertThat(folder.resolve("other/again/text")).hasContent("hello");
  }

  @Test
  void a_manifest_is_fetched_as_its_bytes() {
    String artifact = pushed("art");

    String manifest = oras.run("manifest", "fetch", artifact).stdout();

    assertThat(manifest).contains("\"artifactType\":\"application/vnd.example\"");
    assertThat(SampleImages.digest(manifest.getBytes(UTF_8))).hasToString(digest(artifact));
  }

  @Test
  void attachments_are_discovered_all_and_by_type() {
    String artifact = pushed("art");
    String sbom = attach(artifact, SBOM);
    attach(artifact, SIGNATURE);

    assertThat(discover(artifact)).containsExactlyInAnyOrder(SBOM, SIGNATURE);
    assertThat(discover(artifact, "--artifact-type", SBOM)).containsExactly(SBOM);
    assertThat(oras.run("discover", "--format", "json", artifact).text()).contains(sbom);
    assertThat(oras.run("discover", "--format", "tree", artifact).text())
        .contains(SBOM, sbom, SIGNATURE);
  }

  @Test
  void an_attachment_listed_under_a_tag_is_discovered_both_ways() {
    String artifact = pushed("art");
    oras.run(
            "attach",
            "--distribution-spec",
            "v1.1-referrers-tag",
            "--artifact-type",
            SBOM,
            artifact,
            "text")
        .expectSuccess();

    assertThat(discover(artifact, "--distribution-spec", "v1.1-referrers-tag"))
        .containsExactly(SBOM);
    assertThat(discover(artifact, "--distribution-spec", "v1.1-referrers-api"))
        .containsExactly(SBOM);
    assertThat(oras.run("repo", "tags", host() + "/art").text().lines())
        .containsExactly("1", digest(artifact).replace(':', '-'));
  }

  @Test
  void a_recursive_copy_takes_attachments_of_attachments_along() {
    String artifact = pushed("art");
    String sbom = attach(artifact, SBOM);
    attach(host() + "/art@" + sbom, SIGNATURE);
    String copy = imageInNew("copy", "1");

    oras.copy(artifact, copy, "--recursive").expectSuccess();

    assertThat(digest(copy)).isEqualTo(digest(artifact));
    assertThat(discover(copy)).containsExactly(SBOM);
    assertThat(discover(host() + "/copy@" + sbom)).containsExactly(SIGNATURE);
  }

  @Test
  void what_was_backed_up_with_attachments_is_restored() {
    String artifact = pushed("art");
    attach(artifact, SBOM);
    String restored = imageInNew("restored", "1");

    oras.run("backup", "--include-referrers", "--output", "backup.tar", artifact).expectSuccess();
    oras.run("restore", "--input", "backup.tar", host() + "/restored").expectSuccess();

    assertThat(digest(restored)).isEqualTo(digest(artifact));
    assertThat(discover(restored)).containsExactly(SBOM);
  }

  @Test
  void of_an_index_the_manifest_of_a_platform_is_resolved() {
    berth.createRepository("many");
    for (String architecture : List.of("amd64", "arm64")) {
      oras.run(
              "push",
              "--artifact-platform",
              "linux/" + architecture,
              host() + "/many:" + architecture,
              "text")
          .expectSuccess();
    }

    oras.run("manifest", "index", "create", host() + "/many:1", "amd64", "arm64").expectSuccess();

    assertThat(oras.run("resolve", "--platform", "linux/arm64", host() + "/many:1").text())
        .isEqualTo(digest(host() + "/many:arm64"))
        .isNotEqualTo(digest(host() + "/many:amd64"));
  }

  @Test
  void tags_are_added_and_listed_with_their_repository() {
    String artifact = pushed("team/art");

    oras.run("tag", artifact, "2", "3").expectSuccess();

    assertThat(oras.run("repo", "tags", host() + "/team/art").text().lines())
        .containsExactly("1", "2", "3");
    assertThat(oras.run("repo", "tags", "--last", "1", host() + "/team/art").text().lines())
        .containsExactly("2", "3");
    assertThat(oras.run("repo", "ls", host()).text()).isEqualTo("team/art");
  }

  @Test
  void a_deleted_artifact_is_gone_with_its_attachments_listed_no_more() {
    String artifact = pushed("art");
    String sbom = attach(artifact, SBOM);

    oras.run("manifest", "delete", "--force", host() + "/art@" + sbom).expectSuccess();
    assertThat(discover(artifact)).isEmpty();
    oras.run("manifest", "delete", "--force", host() + "/art@" + digest(artifact)).expectSuccess();

    assertThat(oras.run("resolve", artifact).expectFailure().stderr()).contains("not found");
  }

  @Test
  void a_blob_is_fetched_as_it_was_pushed() {
    berth.createRepository("art");
    String blob = host() + "/art@" + SampleImages.digest("hello".getBytes(UTF_8));

    oras.run("blob", "push", blob, "text").expectSuccess();

    assertThat(oras.run("blob", "fetch", "--output", "-", blob).stdout()).isEqualTo("hello");
    assertThat(oras.run("blob", "fetch", "--descriptor", blob).text()).contains("\"size\":5");
  }

  /** An artifact of one file under the tag 1 of a repository that is created. */
  private String pushed(String repository) {
    String artifact = imageInNew(repository, "1");
    oras.run("push", "--artifact-type", "application/vnd.example", artifact, "text:text/plain")
        .expectSuccess();
    return artifact;
  }

  private String attach(String subject, String type) {
    return oras.run("attach", "--artifact-type", type, "--format", DIGEST, subject, "text").text();
  }

  private List<String> discover(String artifact, String... options) {
    List<String> words = new ArrayList<>(List.of("discover", "--format", TYPES, artifact));
    words.addAll(List.of(options));
    return oras.run(words.toArray(String[]::new)).text().lines().toList();
  }

  private String digest(String artifact) {
    return oras.run("resolve", artifact).text();
  }
}
