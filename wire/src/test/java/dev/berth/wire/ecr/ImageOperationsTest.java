package dev.berth.wire.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.GivenServer;
import dev.berth.wire.GivenServer.Answer;
import dev.berth.wire.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ECR dossier 5. */
class ImageOperationsTest {
  private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";

  @TempDir Path folder;
  private GivenServer server;

  @BeforeEach
  void start() {
    server = new GivenServer(folder);
    server.ecr("CreateRepository", "{'repositoryName':'app'}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** An index without entries: a manifest that needs no layers. */
  private static String index(String annotation) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[],\"annotations\":{\"n\":\"%s\"}}"
        .formatted(INDEX_TYPE, annotation);
  }

  private Answer put(String manifest, Map<String, String> members) {
    ObjectNode request = Json.MAPPER.createObjectNode();
    request.put("repositoryName", "app").put("imageManifest", manifest);
    members.forEach(request::put);
    return server.invoke("PutImage", request.toString());
  }

  private String digest(Answer put) {
    assertThat(put.status()).as(put.body().toString()).isEqualTo(200);
    return put.body().path("image").path("imageId").path("imageDigest").stringValue();
  }

  // IM-11
  @ParameterizedTest
  @ValueSource(strings = {"v 1", "v/1", "v1:", "v\u00e4"})
  void a_tag_that_breaks_the_grammar_is_refused_at_its_member(String tag) {
    assertThat(refused(put(index("x"), Map.of("imageTag", tag))))
        .startsWith("InvalidParameterException: Invalid parameter at 'imageTag'")
        .contains("failed to satisfy constraint: '");
  }

  private static String refused(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    return answer.body().path("__type").stringValue()
        + ": "
        + answer.body().path("message").stringValue();
  }

  @Test
  void a_manifest_comes_back_as_it_was_put() {
    String manifest = index("ä \\u00e4");

    String digest = digest(put(manifest, Map.of("imageTag", "v1")));
    JsonNode got =
        server.ecr("BatchGetImage", "{'repositoryName':'app','imageIds':[{'imageTag':'v1'}]}");

    JsonNode image = got.path("images").get(0);
    assertThat(image.path("imageManifest").stringValue()).isEqualTo(manifest);
    assertThat(image.path("imageManifestMediaType").stringValue()).isEqualTo(INDEX_TYPE);
    assertThat(image.path("imageId").toString())
        .isEqualTo("{\"imageDigest\":\"" + digest + "\",\"imageTag\":\"v1\"}");
    assertThat(got.path("failures").isArray()).isTrue();
  }

  @Test
  void the_same_image_with_the_same_tag_exists_already() {
    String digest = digest(put(index("a"), Map.of("imageTag", "v1")));

    assertThat(refused(put(index("a"), Map.of("imageTag", "v1"))))
        .isEqualTo(
            "ImageAlreadyExistsException: Image with digest '%s' and tag 'v1' already exists in the repository with name 'app' in registry with id '123456789012'"
                .formatted(digest));
    assertThat(refused(put(index("a"), Map.of()))).contains("and tag 'null' already exists");
  }

  @Test
  void a_tag_moves_and_a_second_one_is_added() {
    digest(put(index("a"), Map.of("imageTag", "v1")));
    String second = digest(put(index("b"), Map.of("imageTag", "v1")));
    digest(put(index("b"), Map.of("imageTag", "v2")));

    JsonNode ids = server.ecr("ListImages", "{'repositoryName':'app'}").path("imageIds");

    assertThat(ids.size()).isEqualTo(3);
    assertThat(ids.get(0).has("imageTag")).isFalse();
    assertThat(ids.get(1).toString())
        .isEqualTo("{\"imageDigest\":\"" + second + "\",\"imageTag\":\"v1\"}");
  }

  @Test
  void what_is_no_manifest_is_no_json_to_ecr() {
    String text =
        "InvalidParameterException: Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'";

    assertThat(refused(put("no json", Map.of("imageManifestMediaType", INDEX_TYPE))))
        .isEqualTo(text);
    assertThat(refused(put("{\"schemaVersion\":2}", Map.of()))).isEqualTo(text);
    assertThat(server.refusal("PutImage", "{'repositoryName':'app','imageManifest':'{\\ud800}'}"))
        .isEqualTo(text);
  }

  @Test
  void members_that_the_model_lets_through_are_held_against_their_types() {
    assertThat(refused(put(index("a"), Map.of("imageTag", "no tag"))))
        .isEqualTo(
            "InvalidParameterException: Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular expression '[a-zA-Z0-9-_.]+''");
    assertThat(refused(put(index("a"), Map.of("imageDigest", "sha256:" + "0".repeat(64)))))
        .startsWith("ImageDigestDoesNotMatchException: ");
    assertThat(refused(put(index("a"), Map.of("imageManifestMediaType", "nothing"))))
        .startsWith("InvalidParameterException: Invalid parameter at 'imageManifestMediaType'");
  }

  @Test
  void what_an_image_needs_has_to_be_there() {
    String missing = "sha256:" + "1".repeat(64);
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"%s\",\"size\":2},\"layers\":[]}"
            .formatted(missing);

    assertThat(refused(put(manifest, Map.of())))
        .isEqualTo(
            "LayersNotFoundException: Layers with digests '[%s]' required for pushing image into repository with name 'app' in the registry with id '123456789012' do not exist"
                .formatted(missing));
  }

  @Test
  void every_id_of_a_batch_fails_on_its_own() {
    digest(put(index("a"), Map.of("imageTag", "v1")));
    String other = digest(put(index("b"), Map.of("imageTag", "v2")));

    JsonNode got =
        server.ecr(
            "BatchGetImage",
            "{'repositoryName':'app','imageIds':[{'imageTag':'v1'},{'imageTag':'v1','imageDigest':'%s'},{'imageTag':'v9'},{},{'imageDigest':'x'},{'imageTag':'a b'},{'imageDigest':'md5:ab'}]}"
                .formatted(other));

    assertThat(got.path("images").size()).isEqualTo(1);
    List<String> failures = new ArrayList<>();
    got.path("failures")
        .forEach(
            failure ->
                failures.add(
                    failure.path("failureCode").stringValue()
                        + ": "
                        + failure.path("failureReason").stringValue()));
    assertThat(failures)
        .containsExactlyInAnyOrder(
            "InvalidImageDigest: Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
            "InvalidImageTag: Invalid request parameters: image tag should satisfy the regex '[a-zA-Z0-9-_.]+'",
            "ImageNotFound: Requested image not found",
            "ImageTagDoesNotMatchDigest: Invalid request parameters: image tag does not match image digest",
            "ImageNotFound: Requested image not found",
            "MissingDigestAndTag: Invalid request parameters: both tag and digest cannot be null");
  }

  @Test
  void a_child_of_an_index_stays_and_goes_with_it() {
    String child = digest(put(index("a"), Map.of("imageTag", "v1")));
    String parent =
        digest(
            put(
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                    .formatted(INDEX_TYPE, INDEX_TYPE, child, index("a").length()),
                Map.of("imageTag", "all")));

    JsonNode kept =
        server.ecr("BatchDeleteImage", "{'repositoryName':'app','imageIds':[{'imageTag':'v1'}]}");
    assertThat(kept.path("imageIds").size()).isZero();
    assertThat(kept.path("failures").get(0).path("failureReason").stringValue())
        .isEqualTo("Requested image referenced by manifest list: [" + parent + "]");

    JsonNode gone =
        server.ecr(
            "BatchDeleteImage",
            "{'repositoryName':'app','imageIds':[{'imageDigest':'%s'},{'imageDigest':'%s'}]}"
                .formatted(child, parent));
    assertThat(gone.path("imageIds").size()).isEqualTo(2);
    assertThat(gone.path("failures").size()).isZero();
  }

  @Test
  void details_tell_what_is_known() {
    String digest = digest(put(index("a"), Map.of("imageTag", "v1")));
    server.pass(Duration.ofMinutes(10));

    JsonNode detail =
        server
            .ecr("DescribeImages", "{'repositoryName':'app','imageIds':[{'imageTag':'v1'}]}")
            .path("imageDetails")
            .get(0);

    assertThat(detail.path("imageDigest").stringValue()).isEqualTo(digest);
    assertThat(detail.path("imageTags").toString()).isEqualTo("[\"v1\"]");
    assertThat(detail.path("imageStatus").stringValue()).isEqualTo("ACTIVE");
    assertThat(detail.path("imagePushedAt").decimalValue().toPlainString()).isEqualTo("1795262400");
    assertThat(detail.has("lastRecordedPullTime")).isFalse();
    assertThat(detail.has("imageScanStatus")).isFalse();
  }

  // IM-25
  @Test
  void filters_choose_by_tags_and_by_storage_class() {
    digest(put(index("a"), Map.of("imageTag", "v1")));
    digest(put(index("b"), Map.of()));

    assertThat(described("'filter':{'tagStatus':'TAGGED'}")).isEqualTo(1);
    assertThat(described("'filter':{'tagStatus':'UNTAGGED'}")).isEqualTo(1);
    assertThat(described("'filter':{'imageStatus':'ANY'}")).isEqualTo(2);
    assertThat(described("'filter':{'imageStatus':'ARCHIVED'}")).isZero();
    assertThat(
            server
                .ecr("ListImages", "{'repositoryName':'app','filter':{'tagStatus':'TAGGED'}}")
                .path("imageIds")
                .size())
        .isEqualTo(1);
    assertThat(
            server.refusal(
                "ListImages", "{'repositoryName':'no-app','filter':{'imageStatus':'ARCHIVED'}}"))
        .startsWith("RepositoryNotFoundException");
  }

  private int described(String filter) {
    return server
        .ecr("DescribeImages", "{'repositoryName':'app'," + filter + "}")
        .path("imageDetails")
        .size();
  }

  @Test
  void pages_of_images_and_of_their_ids_give_each_once() {
    for (int i = 0; i < 5; i++) {
      digest(put(index("n" + i), i == 2 ? Map.of() : Map.of("imageTag", "t" + i)));
    }

    assertThat(all("DescribeImages", "imageDetails")).hasSize(5).doesNotHaveDuplicates();
    assertThat(all("ListImages", "imageIds")).hasSize(5).doesNotHaveDuplicates();
  }

  private List<String> all(String operation, String list) {
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          server.ecr(
              operation,
              "{'repositoryName':'app','maxResults':2"
                  + (token.isEmpty() ? "" : ",'nextToken':'" + token + "'")
                  + "}");
      page.path(list).forEach(item -> seen.add(item.toString()));
      token = page.path("nextToken").stringValue("");
    } while (!token.isEmpty());
    return seen;
  }

  @Test
  void an_unknown_image_fails_the_whole_description() {
    assertThat(
            server.refusal(
                "DescribeImages", "{'repositoryName':'app','imageIds':[{'imageTag':'v9'}]}"))
        .isEqualTo(
            "ImageNotFoundException: The image with imageId {imageDigest:'null', imageTag:'v9'} does not exist within the repository with name 'app' in the registry with id '123456789012'");
    assertThat(
            server.refusal(
                "DescribeImages",
                "{'repositoryName':'app','imageIds':[{'imageTag':'v9'}],'maxResults':3}"))
        .startsWith("InvalidParameterException: Invalid parameter at 'maxResults'");
  }

  @Test
  void an_immutable_tag_stays_where_it_is() {
    server.ecr(
        "PutImageTagMutability", "{'repositoryName':'app','imageTagMutability':'IMMUTABLE'}");
    digest(put(index("a"), Map.of("imageTag", "v1")));

    assertThat(refused(put(index("b"), Map.of("imageTag", "v1"))))
        .isEqualTo(
            "ImageTagAlreadyExistsException: The image tag 'v1' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.");
  }

  // RP-11
  @Test
  void a_repository_with_images_is_deleted_by_force_only() {
    digest(put(index("a"), Map.of()));

    assertThat(server.refusal("DeleteRepository", "{'repositoryName':'app'}"))
        .isEqualTo(
            "RepositoryNotEmptyException: The repository with name 'app' in registry with id '123456789012' cannot be deleted because it still contains images");
    server.ecr("DeleteRepository", "{'repositoryName':'app','force':true}");
  }
}
