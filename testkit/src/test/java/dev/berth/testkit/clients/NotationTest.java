package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Notation;
import dev.berth.testkit.client.Skopeo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CHECKLIST RF-10 with notation, its key and its trust in files. */
@NeedsClient({"notation", "openssl", "skopeo"})
final class NotationTest extends ClientsOfBerth {
  private static final String AS_REFERRER = "--force-referrers-tag=false";

  private String password;
  private Skopeo skopeo;
  private Notation notation;
  private String image;

  @BeforeEach
  void a_pushed_image_and_a_key() {
    password = berth.password();
    notation = Notation.withNewKey(folder.resolve("signer"), password);
    skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(host(), USER, password).expectSuccess();
    berth.createRepository("app");
    image = host() + "/app@" + push("one", "1");
  }

  @Test
  void a_signature_kept_as_a_referrer_is_verified() {
    notation.sign(image, AS_REFERRER).expectSuccess();

    assertThat(notation.verify(image).text()).contains("Successfully verified signature");
    assertThat(notation.list(image).text()).contains("application/vnd.cncf.notary.signature");
    assertThat(tags()).contains("\"Tags\":[\"1\"]");
  }

  @Test
  void a_signature_listed_under_a_tag_is_verified() {
    notation.sign(image, "--force-referrers-tag=true").expectSuccess();

    assertThat(notation.verify(image).text()).contains("Successfully verified signature");
    assertThat(tags()).contains(image.substring(image.indexOf('@') + 1).replace(':', '-'));
  }

  @Test
  void a_signature_in_a_cose_envelope_is_verified() {
    notation.sign(image, AS_REFERRER, "--signature-format", "cose").expectSuccess();

    assertThat(notation.verify(image).text()).contains("Successfully verified signature");
  }

  @Test
  void an_image_without_a_signature_is_not_verified() {
    notation.sign(image, AS_REFERRER).expectSuccess();

    assertThat(notation.verify(host() + "/app@" + push("two", "2")).expectFailure().stderr())
        .contains("no signature is associated with");
  }

  @Test
  void a_signature_of_a_stranger_is_not_verified() {
    Notation.withNewKey(folder.resolve("stranger"), password)
        .sign(image, AS_REFERRER)
        .expectSuccess();

    assertThat(notation.verify(image).expectFailure().stderr())
        .contains("signature verification failed");
  }

  private String push(String text, String tag) {
    skopeo.copy(imageOf(text).source(), "docker://" + host() + "/app:" + tag).expectSuccess();
    return imageOf(text).manifest().toString();
  }

  private String tags() {
    return skopeo.listTags("docker://" + host() + "/app").text().replaceAll("\\s", "");
  }
}
