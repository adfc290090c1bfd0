package dev.berth.testkit.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.RunningBerth;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EmptyUploadException;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilterType;
import software.amazon.awssdk.services.ecr.model.InvalidLayerException;
import software.amazon.awssdk.services.ecr.model.InvalidLayerPartException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LayerAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.LayerInaccessibleException;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.ecr.model.UploadNotFoundException;

/** The AWS SDK for Java, unmodified, against a running Berth: what an application does with ECR. */
final class EcrSdkTest {
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final int MIB = 1024 * 1024;

  private static RunningBerth berth;
  private static EcrClient ecr;

  @BeforeAll
  static void start(@TempDir Path folder) {
    berth = RunningBerth.on(folder.resolve("data"));
    ecr = berth.ecr();
  }

  @AfterAll
  static void stop() {
    ecr.close();
    berth.close();
  }

  // RP-03, RP-04
  @Test
  void a_repository_is_created_with_ecrs_defaults_and_described() {
    var created = ecr.createRepository(r -> r.repositoryName("sdk/defaults")).repository();

    assertThat(created.repositoryArn())
        .isEqualTo("arn:aws:ecr:us-east-1:000000000000:repository/sdk/defaults");
    assertThat(created.repositoryUri()).isEqualTo(berth.registryHost() + "/sdk/defaults");
    assertThat(created.imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
    assertThat(created.imageScanningConfiguration().scanOnPush()).isFalse();
    assertThat(created.encryptionConfiguration().encryptionType()).isEqualTo(EncryptionType.AES256);
    assertThat(ecr.describeRepositories(r -> r.repositoryNames("sdk/defaults")).repositories())
        .containsExactly(created);
  }

  // RP-05, RP-09, PR-11
  @Test
  void refusals_are_the_exceptions_that_the_sdk_knows() {
    ecr.createRepository(r -> r.repositoryName("sdk/twice"));

    assertThatThrownBy(() -> ecr.createRepository(r -> r.repositoryName("sdk/twice")))
        .isInstanceOf(RepositoryAlreadyExistsException.class)
        .hasMessageContaining(
            "The repository with name 'sdk/twice' already exists in the registry with id"
                + " '000000000000'");
    assertThatThrownBy(
            () -> ecr.describeRepositories(r -> r.repositoryNames("sdk/twice", "sdk/none")))
        .isInstanceOf(RepositoryNotFoundException.class)
        .hasMessageContaining(
            "The repository with name 'sdk/none' does not exist in the registry with id"
                + " '000000000000'");
    assertThatThrownBy(() -> ecr.createRepository(r -> r.repositoryName("Upper")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy"
                + " regular expression");
  }

  // PG-07
  @Test
  void paginators_give_each_repository_once() {
    List<String> names = IntStream.range(0, 25).mapToObj("sdk/page%02d"::formatted).toList();
    names.forEach(name -> ecr.createRepository(r -> r.repositoryName(name)));

    List<String> found =
        ecr.describeRepositoriesPaginator(r -> r.maxResults(7)).repositories().stream()
            .map(repository -> repository.repositoryName())
            .filter(names::contains)
            .toList();

    assertThat(found).isEqualTo(names);
    assertThatThrownBy(() -> ecr.describeRepositories(r -> r.nextToken("made-up")))
        .isInstanceOf(InvalidParameterException.class);
  }

  // TG-01, RP-07
  @Test
  void resource_tags_are_merged_listed_and_removed() {
    String arn =
        ecr.createRepository(
                r -> r.repositoryName("sdk/tags").tags(tag("team", "a"), tag("stage", "dev")))
            .repository()
            .repositoryArn();

    ecr.tagResource(r -> r.resourceArn(arn).tags(tag("team", "b"), tag("cost", "")));
    ecr.untagResource(r -> r.resourceArn(arn).tagKeys("stage", "unknown"));

    assertThat(ecr.listTagsForResource(r -> r.resourceArn(arn)).tags())
        .containsExactlyInAnyOrder(tag("team", "b"), tag("cost", ""));
  }

  // LY-01, LY-03, LY-09, LY-10, LY-14, LY-16, LY-18
  @Test
  void a_layer_goes_up_in_parts_and_comes_down_from_a_signed_address() throws Exception {
    ecr.createRepository(r -> r.repositoryName("sdk/layers"));
    byte[] layer = random(12 * MIB + 3);
    String digest = sha256(layer);

    String uploadId = upload("sdk/layers", layer, 5 * MIB);
    assertThatThrownBy(
            () ->
                ecr.completeLayerUpload(
                    r ->
                        r.repositoryName("sdk/layers")
                            .uploadId(uploadId)
                            .layerDigests(sha256(random(1)))))
        .isInstanceOf(InvalidLayerException.class);
    String again = upload("sdk/layers", layer, 5 * MIB);
    ecr.completeLayerUpload(
        r -> r.repositoryName("sdk/layers").uploadId(again).layerDigests(digest));
    String third = upload("sdk/layers", layer, 5 * MIB);
    assertThatThrownBy(
            () ->
                ecr.completeLayerUpload(
                    r -> r.repositoryName("sdk/layers").uploadId(third).layerDigests(digest)))
        .isInstanceOf(LayerAlreadyExistsException.class);

    var available =
        ecr.batchCheckLayerAvailability(
            r ->
                r.repositoryName("sdk/layers").layerDigests(digest, sha256(random(2)), "nonsense"));
    assertThat(available.layers())
        .extracting(found -> found.layerAvailability())
        .containsExactly(LayerAvailability.AVAILABLE, LayerAvailability.UNAVAILABLE);
    assertThat(available.failures()).hasSize(1);
    assertThatThrownBy(
            () ->
                ecr.getDownloadUrlForLayer(r -> r.repositoryName("sdk/layers").layerDigest(digest)))
        .isInstanceOf(LayerInaccessibleException.class);

    String manifest = manifest(config("sdk/layers"), digest, layer.length);
    ecr.putImage(r -> r.repositoryName("sdk/layers").imageManifest(manifest).imageTag("1"));
    String url =
        ecr.getDownloadUrlForLayer(r -> r.repositoryName("sdk/layers").layerDigest(digest))
            .downloadUrl();
    assertThat(download(url)).isEqualTo(layer);
  }

  // LY-04, LY-05, LY-08, LY-11
  @Test
  void parts_out_of_place_are_refused_and_the_upload_goes_on() {
    ecr.createRepository(r -> r.repositoryName("sdk/parts"));
    String id = ecr.initiateLayerUpload(r -> r.repositoryName("sdk/parts")).uploadId();

    assertThatThrownBy(
            () ->
                ecr.completeLayerUpload(
                    r ->
                        r.repositoryName("sdk/parts").uploadId(id).layerDigests(sha256(random(4)))))
        .isInstanceOf(EmptyUploadException.class);
    part("sdk/parts", id, 0, random(100));
    assertThatThrownBy(() -> part("sdk/parts", id, 101, random(10)))
        .isInstanceOfSatisfying(
            InvalidLayerPartException.class,
            refused -> {
              assertThat(refused.lastValidByteReceived()).isEqualTo(99L);
              assertThat(refused.uploadId()).isEqualTo(id);
              assertThat(refused.repositoryName()).isEqualTo("sdk/parts");
            });
    assertThatThrownBy(
            () ->
                ecr.uploadLayerPart(
                    r ->
                        r.repositoryName("sdk/parts")
                            .uploadId(id)
                            .partFirstByte(100L)
                            .partLastByte(120L)
                            .layerPartBlob(SdkBytes.fromByteArray(random(5)))))
        .isInstanceOf(InvalidLayerPartException.class);
    part("sdk/parts", id, 100, random(5));
    assertThatThrownBy(
            () -> part("sdk/parts", "00000000-0000-4000-8000-000000000000", 0, random(5)))
        .isInstanceOf(UploadNotFoundException.class);
  }

  // IM-04, IM-06, IM-08, IM-14, IM-15, IM-19, IM-20, IM-21, IM-27, IM-28
  @Test
  void images_are_put_described_listed_got_and_deleted() {
    String name = "sdk/images";
    ecr.createRepository(r -> r.repositoryName(name));
    String config = config(name);
    String manifest = manifest(config, config, 2);
    var put =
        ecr.putImage(r -> r.repositoryName(name).imageManifest(manifest).imageTag("1")).image();
    String digest = put.imageId().imageDigest();
    ecr.putImage(r -> r.repositoryName(name).imageManifest(manifest).imageTag("2"));

    assertThat(digest).isEqualTo(sha256(manifest.getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(
            () -> ecr.putImage(r -> r.repositoryName(name).imageManifest(manifest).imageTag("1")))
        .isInstanceOf(ImageAlreadyExistsException.class)
        .hasMessageContaining(
            "Image with digest '%s' and tag '1' already exists in the repository with name '%s' in registry with id '000000000000'"
                .formatted(digest, name));
    assertThatThrownBy(
            () ->
                ecr.putImage(
                    r ->
                        r.repositoryName(name)
                            .imageManifest(manifest(sha256(random(9)), config, 2))))
        .isInstanceOf(LayersNotFoundException.class);
    var details = ecr.describeImages(r -> r.repositoryName(name)).imageDetails();
    assertThat(details).hasSize(1);
    assertThat(details.getFirst().imageTags()).containsExactlyInAnyOrder("1", "2");
    assertThat(details.getFirst().imageSizeInBytes()).isEqualTo(4);
    assertThat(ecr.listImages(r -> r.repositoryName(name)).imageIds()).hasSize(2);

    var batch =
        ecr.batchGetImage(
            r ->
                r.repositoryName(name)
                    .imageIds(byTag("1"), byTag("none"), ImageIdentifier.builder().build()));
    assertThat(batch.images()).hasSize(1);
    assertThat(batch.images().getFirst().imageManifest()).isEqualTo(manifest);
    assertThat(batch.failures())
        .extracting(failure -> failure.failureCode())
        .containsExactly(ImageFailureCode.IMAGE_NOT_FOUND, ImageFailureCode.MISSING_DIGEST_AND_TAG);
    assertThatThrownBy(
            () -> ecr.describeImages(r -> r.repositoryName(name).imageIds(byTag("none"))))
        .isInstanceOf(ImageNotFoundException.class);
    assertThatThrownBy(() -> ecr.deleteRepository(r -> r.repositoryName(name)))
        .isInstanceOf(RepositoryNotEmptyException.class);

    ecr.batchDeleteImage(r -> r.repositoryName(name).imageIds(byTag("2")));
    assertThat(ecr.describeImages(r -> r.repositoryName(name)).imageDetails()).hasSize(1);
    ecr.batchDeleteImage(r -> r.repositoryName(name).imageIds(byTag("1")));
    assertThat(ecr.describeImages(r -> r.repositoryName(name)).imageDetails()).isEmpty();
    assertThat(ecr.deleteRepository(r -> r.repositoryName(name)).repository().repositoryName())
        .isEqualTo(name);
  }

  // TM-01, TM-05, TM-06
  @Test
  void immutable_tags_stay_where_they_are() {
    String name = "sdk/immutable";
    ecr.createRepository(
        r -> r.repositoryName(name).imageTagMutability(ImageTagMutability.IMMUTABLE));
    String config = config(name);
    ecr.putImage(
        r -> r.repositoryName(name).imageManifest(manifest(config, config, 2)).imageTag("v1"));
    String other =
        manifest(config, config, 2).replace("\"layers\"", "\"annotations\":{},\"layers\"");

    assertThatThrownBy(
            () -> ecr.putImage(r -> r.repositoryName(name).imageManifest(other).imageTag("v1")))
        .isInstanceOf(ImageTagAlreadyExistsException.class)
        .hasMessageContaining(
            "The image tag 'v1' already exists in the 'sdk/immutable' repository and cannot be"
                + " overwritten because the tag is immutable.");

    var changed =
        ecr.putImageTagMutability(
            r ->
                r.repositoryName(name)
                    .imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)
                    .imageTagMutabilityExclusionFilters(
                        List.of(
                            ImageTagMutabilityExclusionFilter.builder()
                                .filterType(ImageTagMutabilityExclusionFilterType.WILDCARD)
                                .filter("v*")
                                .build())));
    assertThat(changed.imageTagMutabilityExclusionFilters()).hasSize(1);
    ecr.putImage(r -> r.repositoryName(name).imageManifest(other).imageTag("v1"));
  }

  @Test
  void image_pages_give_each_image_once() {
    String name = "sdk/imagepages";
    ecr.createRepository(r -> r.repositoryName(name));
    String config = config(name);
    Set<String> digests = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      String manifest =
          manifest(config, config, 2)
              .replace("\"layers\"", "\"annotations\":{\"n\":\"" + i + "\"},\"layers\"");
      digests.add(
          ecr.putImage(r -> r.repositoryName(name).imageManifest(manifest))
              .image()
              .imageId()
              .imageDigest());
    }

    List<String> found =
        ecr
            .describeImagesPaginator(r -> r.repositoryName(name).maxResults(5))
            .imageDetails()
            .stream()
            .map(detail -> detail.imageDigest())
            .toList();

    assertThat(found).hasSize(12).containsExactlyInAnyOrderElementsOf(digests);
  }

  private static String upload(String repository, byte[] layer, int partSize) {
    String id = ecr.initiateLayerUpload(r -> r.repositoryName(repository)).uploadId();
    for (int from = 0; from < layer.length; from += partSize) {
      int to = Math.min(layer.length, from + partSize);
      part(repository, id, from, Arrays.copyOfRange(layer, from, to));
    }
    return id;
  }

  private static void part(String repository, String uploadId, long first, byte[] bytes) {
    ecr.uploadLayerPart(
        r ->
            r.repositoryName(repository)
                .uploadId(uploadId)
                .partFirstByte(first)
                .partLastByte(first + bytes.length - 1)
                .layerPartBlob(SdkBytes.fromByteArray(bytes)));
  }

  // an empty config, which also serves as a layer
  private static String config(String repository) {
    byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
    String digest = sha256(bytes);
    String id = upload(repository, bytes, 10);
    ecr.completeLayerUpload(r -> r.repositoryName(repository).uploadId(id).layerDigests(digest));
    return digest;
  }

  private static String manifest(String config, String layer, int layerSize) {
    return """
    {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}\
    """
        .formatted(MANIFEST_TYPE, config, layer, layerSize);
  }

  private static byte[] download(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    }
  }

  private static ImageIdentifier byTag(String tag) {
    return ImageIdentifier.builder().imageTag(tag).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
