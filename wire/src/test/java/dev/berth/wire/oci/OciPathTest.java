package dev.berth.wire.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Digest;
import dev.berth.model.ImageReference;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.UploadId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OciPathTest {
  private static final String HEX =
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
  private static final Digest DIGEST = Digest.parse("sha256:" + HEX);
  private static final String UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

  @Test
  void the_base_may_lack_its_slash() {
    assertThat(OciPath.parse("/v2")).isEqualTo(new OciPath.Base());
    assertThat(OciPath.parse("/v2/")).isEqualTo(new OciPath.Base());
  }

  @Test
  void every_kind_of_address_is_parsed() {
    RepositoryName name = new RepositoryName("team/app");

    assertThat(OciPath.parse("/v2/_catalog")).isEqualTo(new OciPath.Catalog());
    assertThat(OciPath.parse("/v2/team/app/manifests/v1.0"))
        .isEqualTo(new OciPath.OfManifest(name, new ImageReference.ByTag(new Tag("v1.0"))));
    assertThat(OciPath.parse("/v2/team/app/manifests/" + DIGEST))
        .isEqualTo(new OciPath.OfManifest(name, new ImageReference.ByDigest(DIGEST)));
    assertThat(OciPath.parse("/v2/team/app/blobs/" + DIGEST))
        .isEqualTo(new OciPath.OfBlob(name, DIGEST));
    assertThat(OciPath.parse("/v2/team/app/blobs/sha256%3A" + HEX))
        .isEqualTo(new OciPath.OfBlob(name, DIGEST));
    assertThat(OciPath.parse("/v2/team/app/blobs/uploads/")).isEqualTo(new OciPath.Uploads(name));
    assertThat(OciPath.parse("/v2/team/app/blobs/uploads")).isEqualTo(new OciPath.Uploads(name));
    assertThat(OciPath.parse("/v2/team/app/blobs/uploads/" + UUID))
        .isEqualTo(new OciPath.OfUpload(name, UploadId.parse(UUID)));
    assertThat(OciPath.parse("/v2/team/app/tags/list")).isEqualTo(new OciPath.Tags(name));
    assertThat(OciPath.parse("/v2/team/app/referrers/" + DIGEST))
        .isEqualTo(new OciPath.Referrers(name, DIGEST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/blobs/b", "x/manifests", "tags/list", "blobs/uploads", "referrers/app"})
  void names_may_look_like_addresses(String name) {
    assertThat(OciPath.parse("/v2/" + name + "/tags/list"))
        .isEqualTo(new OciPath.Tags(new RepositoryName(name)));
    assertThat(OciPath.parse("/v2/" + name + "/blobs/uploads/"))
        .isEqualTo(new OciPath.Uploads(new RepositoryName(name)));
    assertThat(OciPath.parse("/v2/" + name + "/manifests/v1"))
        .isEqualTo(
            new OciPath.OfManifest(
                new RepositoryName(name), new ImageReference.ByTag(new Tag("v1"))));
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/nowhere, 404, UNSUPPORTED",
    "/v2//, 404, UNSUPPORTED",
    "/v2/app/tags, 404, UNSUPPORTED",
    "/v2/a%2Fb/tags/list, 404, UNSUPPORTED",
    "/v2/app/%zz/list, 404, UNSUPPORTED",
    "/v2/app/%c0%af/list, 404, UNSUPPORTED",
    "/v2/App/tags/list, 400, NAME_INVALID",
    "/v2/-a/tags/list, 400, NAME_INVALID",
    "/v2/a//b/tags/list, 400, NAME_INVALID",
    "/v2/../secret/tags/list, 400, NAME_INVALID",
    "/v2/%2e%2e/secret/tags/list, 400, NAME_INVALID",
    "/v2/app/manifests/a+b, 400, TAG_INVALID",
    "/v2/app/manifests/.a, 400, TAG_INVALID",
    "/v2/app/manifests/-a, 400, TAG_INVALID",
    "/v2/app/manifests/sha256:abc, 400, DIGEST_INVALID",
    "/v2/app/blobs/md5:d41d8cd98f00b204e9800998ecf8427e, 400, DIGEST_INVALID",
    "/v2/app/blobs/uploads/not-a-uuid, 404, BLOB_UPLOAD_UNKNOWN"
  })
  void what_is_no_address_is_refused(String path, int status, OciError.Code code) {
    assertThatThrownBy(() -> OciPath.parse(path))
        .isInstanceOfSatisfying(
            OciError.class,
            error -> {
              assertThat(error.status()).isEqualTo(status);
              assertThat(error.code()).isEqualTo(code);
            });
  }

  @Test
  void upper_case_hexadecimal_is_no_digest() {
    assertThatThrownBy(() -> OciPath.parse("/v2/app/blobs/sha256:" + HEX.toUpperCase(Locale.ROOT)))
        .isInstanceOf(OciError.class)
        .hasMessageContaining("is no digest");
  }

  @Test
  void a_tag_has_at_most_128_characters() {
    assertThat(OciPath.parse("/v2/app/manifests/" + "a".repeat(128)))
        .isInstanceOf(OciPath.OfManifest.class);
    assertThatThrownBy(() -> OciPath.parse("/v2/app/manifests/" + "a".repeat(129)))
        .isInstanceOf(OciError.class);
  }
}
