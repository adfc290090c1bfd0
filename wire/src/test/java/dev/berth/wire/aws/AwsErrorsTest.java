package dev.berth.wire.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.BlobStoreFull;
import dev.berth.iam.sigv4.SignatureFlaw;
import dev.berth.model.AccountId;
import dev.berth.model.Digest;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.UploadId;
import dev.berth.registry.refusal.DigestMismatch;
import dev.berth.registry.refusal.EmptyUpload;
import dev.berth.registry.refusal.ImageAlreadyExists;
import dev.berth.registry.refusal.ImageDigestDoesNotMatch;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.ImageReferencedByManifestList;
import dev.berth.registry.refusal.ImageTagAlreadyExists;
import dev.berth.registry.refusal.InsufficientStorage;
import dev.berth.registry.refusal.InvalidResourceTag;
import dev.berth.registry.refusal.LayerAlreadyExists;
import dev.berth.registry.refusal.LayerInaccessible;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.LayerPartTooLarge;
import dev.berth.registry.refusal.LayerPartTooSmall;
import dev.berth.registry.refusal.LayerReferenced;
import dev.berth.registry.refusal.LayersNotFound;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.ManifestInvalid;
import dev.berth.registry.refusal.PolicyInvalid;
import dev.berth.registry.refusal.ReferencedImagesNotFound;
import dev.berth.registry.refusal.Refusal;
import dev.berth.registry.refusal.RegistryPolicyNotFound;
import dev.berth.registry.refusal.RepositoryAlreadyExists;
import dev.berth.registry.refusal.RepositoryNotEmpty;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.RepositoryPolicyNotFound;
import dev.berth.registry.refusal.TooManyResourceTags;
import dev.berth.registry.refusal.UploadBusy;
import dev.berth.registry.refusal.UploadLengthMismatch;
import dev.berth.registry.refusal.UploadNotFound;
import dev.berth.registry.refusal.UploadOutOfOrder;
import dev.berth.wire.door.BodyTooLarge;
import dev.berth.wire.json.ServiceModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** ECR dossier 1.3 and 1.4; the id is the line of CHECKLIST that asks for the code. */
class AwsErrorsTest {
  private static final RepositoryAddress APP =
      new RepositoryAddress(
          new RegistryId(new AccountId("123456789012"), new Region("us-east-1")),
          new RepositoryName("app"));
  private static final Digest DIGEST = new Digest(Digest.Algorithm.SHA256, "ab".repeat(32));
  private static final Tag TAG = new Tag("v1");
  private static final UploadId UPLOAD = new UploadId(new UUID(1, 2));

  @Test
  void a_full_disk_is_told_from_a_broken_one() {
    IOException cause = new IOException("No space left on device");
    UncheckedIOException full = new UncheckedIOException(new BlobStoreFull("full", cause));

    assertThat(AwsErrors.json(full).code()).isEqualTo("LimitExceededException");
    assertThat(AwsErrors.json(new UncheckedIOException(cause)).code()).isEqualTo("ServerException");
  }

  static Stream<Arguments> refusals() {
    return Stream.concat(refusalsOfImages(), SettingRefusals.of(APP, DIGEST));
  }

  private static Stream<Arguments> refusalsOfImages() {
    return Stream.of(
        row("PR-11", "RepositoryNotFoundException", new RepositoryNotFound(APP)),
        row("RP-05", "RepositoryAlreadyExistsException", new RepositoryAlreadyExists(APP)),
        row("RP-10", "RepositoryNotEmptyException", new RepositoryNotEmpty(APP)),
        row("TG-02", "TooManyTagsException", new TooManyResourceTags(APP, 50)),
        row("TG-03", "InvalidTagParameterException", new InvalidResourceTag("k", "rule")),
        row(
            "IM-27",
            "ImageNotFoundException",
            new ImageNotFound(APP, Optional.empty(), Optional.of(TAG))),
        row(
            "IM-04",
            "ImageAlreadyExistsException",
            new ImageAlreadyExists(APP, DIGEST, Optional.of(TAG))),
        row("TM-06", "ImageTagAlreadyExistsException", new ImageTagAlreadyExists(APP, TAG)),
        row(
            "IM-06",
            "ImageDigestDoesNotMatchException",
            new ImageDigestDoesNotMatch(DIGEST, DIGEST)),
        row("IM-08", "LayersNotFoundException", new LayersNotFound(APP, List.of(DIGEST))),
        row(
            "IM-09",
            "ReferencedImagesNotFoundException",
            new ReferencedImagesNotFound(APP, List.of(DIGEST))),
        row("LY-11", "UploadNotFoundException", new UploadNotFound(APP, UPLOAD)),
        row("LY-08", "EmptyUploadException", new EmptyUpload(APP, UPLOAD)),
        row("LY-07", "LayerPartTooSmallException", new LayerPartTooSmall(APP, UPLOAD, 1, 5)),
        row("LY-06", "InvalidParameterException", new LayerPartTooLarge(30, 20)),
        row("LY-09", "InvalidLayerException", new DigestMismatch(List.of(DIGEST), List.of(DIGEST))),
        row("LY-10", "LayerAlreadyExistsException", new LayerAlreadyExists(APP, DIGEST)),
        row("LY-15", "LayersNotFoundException", new LayerNotFound(APP, DIGEST)),
        row("LY-14", "LayerInaccessibleException", new LayerInaccessible(APP, DIGEST)),
        row(
            "IM-10",
            "LimitExceededException",
            new LimitExceeded(LimitExceeded.Kind.TAGS_PER_IMAGE, 1000, "text")),
        row("none: disk.reserve", "LimitExceededException", new InsufficientStorage(1000)),
        row("LY-04", "InvalidLayerPartException", new UploadOutOfOrder(APP, UPLOAD, 7, 5)),
        row("LY-05", "InvalidLayerPartException", new UploadLengthMismatch(APP, UPLOAD, 3, 2, 5)),
        row("PR-04", "InvalidLayerPartException", new UploadBusy(APP, UPLOAD, 5)),
        row("PO-01", "RepositoryPolicyNotFoundException", new RepositoryPolicyNotFound(APP)),
        row("RG-01", "RegistryPolicyNotFoundException", new RegistryPolicyNotFound(APP.registry())),
        row(
            "PO-04",
            "InvalidParameterException",
            new PolicyInvalid(PolicyInvalid.Fault.NO_REPOSITORY_POLICY)),
        row("IM-22", "InvalidParameterException", parents()),
        row(
            "IM-07",
            "InvalidParameterException",
            new ManifestInvalid(ManifestInvalid.Kind.NO_MEDIA_TYPE, "x")),
        row(
            "none: only /v2/ deletes layers",
            "InvalidParameterException",
            new LayerReferenced(APP, DIGEST)));
  }

  private static ImageReferencedByManifestList parents() {
    return new ImageReferencedByManifestList(
        APP, new dev.berth.model.ImageReference.ByDigest(DIGEST), List.of(DIGEST));
  }

  private static Arguments row(String id, String code, Refusal refusal) {
    return Arguments.of(id, code, refusal);
  }

  // PR-03
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refusals")
  void a_refusal_has_its_code_with_status_400_and_the_members_of_the_model(
      String id, String code, Refusal refusal) {
    AwsError error = AwsErrors.json(refusal);

    assertThat(id).isNotEmpty();
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.status()).isEqualTo(400);
    assertThat(error.message()).isNotBlank();
    ServiceModel ecr = ServiceModel.load("/dev/berth/wire/ecr/ecr-api.json");
    ServiceModel berth = ServiceModel.load("/dev/berth/wire/berth/berth-api.json");
    assertThat(error.members().keySet())
        .isEqualTo(ecr.errors().getOrDefault(code, berth.errors().get(code)));
  }

  @Test
  void every_refusal_of_the_registry_is_in_the_list() {
    Set<Class<?>> listed =
        refusals()
            .map(row -> Objects.requireNonNull(row.get()[2]).getClass())
            .collect(Collectors.toSet());

    assertThat(Arrays.asList(Refusal.class.getPermittedSubclasses()))
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  @ParameterizedTest
  @EnumSource(ManifestInvalid.Kind.class)
  void a_manifest_is_refused_as_a_parameter(ManifestInvalid.Kind kind) {
    assertThat(AwsErrors.json(new ManifestInvalid(kind, "why")).message())
        .matches(
            "Invalid parameter at 'ImageManifest' failed to satisfy constraint: '(why|Invalid JSON"
                + " syntax)'");
  }

  @ParameterizedTest
  @EnumSource(SignatureFlaw.Kind.class)
  void a_signature_that_does_not_hold_is_400_in_json_and_mostly_403_in_queries(
      SignatureFlaw.Kind kind) {
    boolean unreadable =
        kind == SignatureFlaw.Kind.INCOMPLETE || kind == SignatureFlaw.Kind.REQUEST_EXPIRED;

    assertThat(Statuses.of(SignatureCodes.json(kind))).isEqualTo(400);
    assertThat(Statuses.of(SignatureCodes.query(kind))).isEqualTo(unreadable ? 400 : 403);
  }

  // PR-03
  @Test
  void what_failed_inside_is_not_told() {
    AwsError json = AwsErrors.json(new IllegalStateException("secret detail"));
    AwsError query = AwsErrors.query(new IllegalStateException("secret detail"));

    assertThat(json.code()).isEqualTo("ServerException");
    assertThat(query.code()).isEqualTo("InternalFailure");
    assertThat(json.status()).isEqualTo(500);
    assertThat(query.status()).isEqualTo(500);
    assertThat(json.message() + query.message()).doesNotContain("secret");
  }

  @Test
  void a_body_that_is_too_large_is_413_in_both_protocols() {
    assertThat(AwsErrors.json(new BodyTooLarge(10)).status()).isEqualTo(413);
    assertThat(AwsErrors.query(new BodyTooLarge(10)).status()).isEqualTo(413);
  }
}
