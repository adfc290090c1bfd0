package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.Cosign;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.Skopeo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CHECKLIST RF-10 with cosign: a key in a file, and each of the places it keeps a signature in. */
@NeedsClient({"cosign", "skopeo"})
final class CosignTest extends ClientsOfBerth {
  private static final String UNDER_A_TAG = "--new-bundle-format=false";
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  private Cosign cosign;
  private Skopeo skopeo;

  @BeforeEach
  void log_in_and_make_a_key() {
    String password = berth.password();
    cosign = new Cosign(folder.resolve("cosign"));
    cosign.login(host(), USER, password).expectSuccess();
    cosign.makeKey("mine").expectSuccess();
    skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(host(), USER, password).expectSuccess();
  }

  @Test
  void a_signature_kept_as_a_referrer_is_verified() {
    String image = pushed();

    cosign.sign("mine", image).expectSuccess();

    assertThat(cosign.verify("mine", image).text()).contains(digestOf(image));
    assertThat(cosign.run("tree", image).text()).contains("via OCI referrer");
    assertThat(tags()).contains("\"Tags\":[\"1\"]");
  }

  @Test
  void a_signature_kept_under_a_tag_is_verified() {
    String image = pushed();

    cosign.sign("mine", image, UNDER_A_TAG).expectSuccess();

    assertThat(cosign.verify("mine", image, UNDER_A_TAG).text()).contains(digestOf(image));
    assertThat(tags()).contains("\"" + digestOf(image).replace(':', '-') + ".sig\"");
  }

  @Test
  void a_signature_of_the_old_format_kept_as_a_referrer_is_verified() {
    String image = pushed();

    cosign.sign("mine", image, UNDER_A_TAG, "--registry-referrers-mode=oci-1-1").expectSuccess();

    assertThat(cosign.verify("mine", image, UNDER_A_TAG, "--experimental-oci11").text())
        .contains(digestOf(image));
    assertThat(tags()).contains("\"Tags\":[\"1\"]");
  }

  @Test
  void another_key_verifies_neither_signature() {
    String image = pushed();
    cosign.sign("mine", image).expectSuccess();
    cosign.sign("mine", image, UNDER_A_TAG).expectSuccess();

    cosign.makeKey("other").expectSuccess();

    assertThat(cosign.verify("other", image).expectFailure().stderr())
        .contains("failed to verify signature");
    assertThat(cosign.verify("other", image, UNDER_A_TAG).expectFailure().stderr())
        .contains("invalid signature");
  }

  @Test
  void an_image_without_a_signature_is_not_verified() {
    String image = pushed();

    assertThat(cosign.verify("mine", image).expectFailure().stderr())
        .contains("no signatures found");
  }

  @Test
  void every_image_of_a_signed_index_is_verified() {
    String index = imageInNew("many", "1");
    skopeo
        .copy(
            SampleImages.multiPlatform(folder.resolve("image")).source(),
            "docker://" + index,
            "--all")
        .expectSuccess();
    List<String> images =
        DIGEST
            .matcher(skopeo.inspect("docker://" + index, "--raw").text())
            .results()
            .map(MatchResult::group)
            .toList();

    cosign.sign("mine", index, "--recursive").expectSuccess();

    assertThat(images).hasSize(2);
    for (String image : images) {
      cosign.verify("mine", host() + "/many@" + image).expectSuccess();
    }
    cosign.verify("mine", index).expectSuccess();
  }

  @Test
  void a_signed_statement_about_an_image_is_verified() throws IOException {
    String image = pushed();
    Path statement = Files.writeString(folder.resolve("statement"), "{\"built\":\"here\"}");

    cosign.attest("mine", image, statement).expectSuccess();

    assertThat(cosign.verifyAttestation("mine", image).text())
        .contains("application/vnd.in-toto+json");
  }

  @Test
  void removed_signatures_are_gone() {
    String image = pushed();
    cosign.sign("mine", image).expectSuccess();
    cosign.sign("mine", image, UNDER_A_TAG).expectSuccess();

    cosign.run("clean", "--force", image).expectSuccess();

    cosign.verify("mine", image).expectFailure();
    cosign.verify("mine", image, UNDER_A_TAG).expectFailure();
    assertThat(tags()).contains("\"Tags\":[\"1\"]");
  }

  /** An image in the repository app, which is created, by its digest. */
  private String pushed() {
    SampleImages.Layout layout = imageOf("one");
    skopeo.copy(layout.source(), "docker://" + imageInNew("app", "1")).expectSuccess();
    return host() + "/app@" + layout.manifest();
  }

  private static String digestOf(String image) {
    return image.substring(image.indexOf('@') + 1);
  }

  private String tags() {
    return skopeo.listTags("docker://" + host() + "/app").text().replaceAll("\\s", "");
  }
}
