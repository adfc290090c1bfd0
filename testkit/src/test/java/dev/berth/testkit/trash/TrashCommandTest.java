package dev.berth.testkit.trash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.oci.Manifests;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import tools.jackson.databind.JsonNode;

/** {@code berth trash list} and {@code berth trash restore} as processes, and what is behind. */
final class TrashCommandTest extends TrashOfBerth {
  private static final String KEEP_ONE =
      """
      {"rules":[{"rulePriority":7,"selection":{"tagStatus":"any","countType":"imageCountMoreThan",\
      "countNumber":1},"action":{"type":"expire"}}]}""";

  @Test
  void a_deleted_image_is_listed_and_comes_back_with_its_tags() {
    String digest = push("app", "one", "1");
    push("app", "one", "latest");
    delete("app", digest);

    JsonNode entry = entries().getFirst();
    String listed = trash("list", "app").expectSuccess().stdout();
    String restored = trash("restore", "app:latest").expectSuccess().stdout();

    assertThat(entry.path("kind").asString()).isEqualTo("IMAGE");
    assertThat(entry.path("cause").asString()).isEqualTo("CALLER");
    assertThat(entry.path("deletedBy").asString()).isEqualTo("arn:aws:iam::000000000000:root");
    assertThat(entry.path("imageTagCount").asInt()).isEqualTo(2);
    assertThat(entry.path("expiresAt").asDouble() - entry.path("deletedAt").asDouble())
        .isEqualTo(7 * 24 * 3600.0);
    assertThat(listed.lines())
        .satisfiesExactly(
            head ->
                assertThat(head)
                    .isEqualTo(
                        "ENTRY                    DELETED               KEPT UNTIL            WHY                         WHAT"),
            line ->
                assertThat(line)
                    .matches(
                        "trash-[0-9a-f]{17}  20\\S+Z  20\\S+Z  by root                     image app@%s \\(1, latest\\)"
                            .formatted(digest)));
    assertThat(restored)
        .isEqualTo("Brought back image app@%s.\n  tagged 1, latest\n".formatted(digest));
    assertThat(List.of(named("app", "1"), named("app", "latest"))).containsOnly(digest);
    assertThat(entries()).isEmpty();
  }

  @Test
  void a_tag_that_was_taken_since_stays_and_is_told() {
    String before = push("app", "one", "1");
    push("app", "one", "latest");
    delete("app", before);
    String since = push("app", "two", "latest");

    String restored = trash("restore", "app@" + before).expectSuccess().stdout();

    assertThat(restored.lines())
        .containsExactly(
            "Brought back image app@%s.".formatted(before),
            "  tagged 1",
            "  latest stays with %s, which it names by now".formatted(since));
    assertThat(named("app", "1")).isEqualTo(before);
    assertThat(named("app", "latest")).isEqualTo(since);
  }

  @Test
  void an_image_that_was_pushed_again_gets_the_tags_that_are_free() {
    String digest = push("app", "one", "1");
    push("app", "one", "stable");
    delete("app", digest);
    push("app", "one", "2");

    String restored = trash("restore", "app:stable").expectSuccess().stdout();

    assertThat(restored)
        .contains("it had been pushed again: that image stays, and gets the tags that are free")
        .contains("  tagged 1, stable");
    assertThat(List.of(named("app", "1"), named("app", "2"), named("app", "stable")))
        .containsOnly(digest);
  }

  // an immutable tag is one that is there; the tag of a deleted image is free
  @Test
  void immutable_tags_do_not_stand_in_the_way() {
    ecr.putImageTagMutability(
        r -> r.repositoryName("app").imageTagMutability(ImageTagMutability.IMMUTABLE));
    String digest = push("app", "one", "1");
    delete("app", digest);

    restore(newest());

    assertThat(named("app", "1")).isEqualTo(digest);
  }

  // one call is one deletion, whether it names the digest or every tag
  @Test
  void the_tags_that_one_call_took_come_back_together() {
    String digest = push("app", "one", "1");
    push("app", "one", "latest");
    push("app", "one", "stable");
    ecr.batchDeleteImage(
        r ->
            r.repositoryName("app")
                .imageIds(
                    ImageIdentifier.builder().imageTag("1").build(),
                    ImageIdentifier.builder().imageTag("latest").build(),
                    ImageIdentifier.builder().imageTag("stable").build()));

    JsonNode answer = restore(newest());

    assertThat(answer.path("imageTags").valueStream().map(JsonNode::asString))
        .containsExactly("1", "latest", "stable");
    assertThat(List.of(named("app", "1"), named("app", "latest"))).containsOnly(digest);
  }

  @Test
  void of_several_the_one_that_was_deleted_last_is_brought_back() {
    delete("app", push("app", "one", "1"));
    String first = newest();
    String second = push("app", "two", "1");
    delete("app", second);

    String restored = trash("restore", "app:1").expectSuccess().stdout();

    assertThat(restored)
        .contains("Brought back image app@" + second)
        .contains("It was deleted last of the 2 entries that fit. The others are still there:\n")
        .contains(first);
    assertThat(named("app", "1")).isEqualTo(second);
    assertThat(restore(first).at("/takenTags/0/imageDigest").asString()).isEqualTo(second);
  }

  @Test
  void an_index_comes_back_with_what_went_with_it() {
    byte[] config = Manifests.bytes("{}");
    client.push("app", config);
    String child = Manifests.image(config, config);
    String childDigest =
        client.pushManifest("app", Manifests.digest(child), Manifests.OCI_IMAGE, child);
    String index =
        client.pushManifest(
            "app",
            "all",
            Manifests.OCI_INDEX,
            Manifests.index(Manifests.OCI_INDEX, Manifests.OCI_IMAGE, child));
    delete("app", index, childDigest);
    assertThat(status("app", childDigest)).isEqualTo(404);

    String restored = trash("restore", "app:all").expectSuccess().stdout();

    assertThat(restored.lines())
        .containsExactly(
            "Brought back image app@%s.".formatted(index),
            "  tagged all",
            "  with it came " + childDigest);
    assertThat(status("app", childDigest)).isEqualTo(200);
    assertThat(status("app", "all")).isEqualTo(200);
    assertThat(entries()).isEmpty();
  }

  @Test
  void a_repository_comes_back_under_its_name_or_another() {
    String digest = push("app", "one", "1");
    ecr.putLifecyclePolicy(r -> r.repositoryName("app").lifecyclePolicyText(KEEP_ONE));
    deleteRepository("app");
    berth.createRepository("app");

    Outcome refused = trash("restore", "app").expectFailure();
    String renamed = trash("restore", "app", "--as", "old/app").expectSuccess().stdout();
    deleteRepository("old/app");
    String listed = trash("list").expectSuccess().stdout();
    JsonNode back = restore(newest());

    assertThat(refused.stderr())
        .contains("Another repository has the name 'app'", "--as NAME")
        .contains("(RepositoryAlreadyExistsException)");
    assertThat(renamed)
        .isEqualTo(
            """
            Brought back repository app as old/app with 1 image.
              its policies are as they were: an ARN in them that names app still does
            """);
    assertThat(listed).contains("repository old/app, 1 image\n");
    assertThat(back.path("repositoryName").asString()).isEqualTo("old/app");
    assertThat(named("old/app", "1")).isEqualTo(digest);
    assertThat(ecr.getLifecyclePolicy(r -> r.repositoryName("old/app")).lifecyclePolicyText())
        .isEqualTo(KEEP_ONE);
    assertThat(status("app", "1")).isEqualTo(404);
  }

  @Test
  void an_image_of_a_deleted_repository_waits_for_its_repository() {
    String digest = push("app", "one", "1");
    delete("app", digest);
    String image = newest();
    deleteRepository("app");
    String repository = newest();

    assertThat(call("RestoreFromTrash", "{\"entryId\":\"%s\"}".formatted(image)).message())
        .contains("is in the trash itself; restore '%s' first".formatted(repository));
    restore(repository);
    restore(image);

    assertThat(named("app", "1")).isEqualTo(digest);
  }

  @Test
  void what_a_lifecycle_policy_took_is_undone_as_a_whole() {
    String first = push("app", "one", "1");
    String second = push("app", "two", "2");
    push("app", "three", "3");
    ecr.putLifecyclePolicy(r -> r.repositoryName("app").lifecyclePolicyText(KEEP_ONE));
    assertThat(
            call("RunLifecyclePolicy", "{\"repositoryName\":\"app\"}")
                .json()
                .path("expired")
                .asInt())
        .isEqualTo(2);
    assertThat(status("app", "1")).isEqualTo(404);

    String listed = trash("list", "--json").expectSuccess().stdout();
    String restored = trash("restore", "app", "--images", "--since", "1h").expectSuccess().stdout();

    assertThat(listed.lines())
        .hasSize(2)
        .allMatch(line -> line.contains("\"cause\":\"LIFECYCLE\",\"rulePriority\":7,"));
    assertThat(restored).contains("image app@" + first, "image app@" + second);
    assertThat(named("app", "1")).isEqualTo(first);
    assertThat(named("app", "2")).isEqualTo(second);
    assertThat(entries()).isEmpty();
  }

  @Test
  void what_is_not_there_is_said() {
    assertThat(trash("list").expectSuccess().stdout())
        .isEqualTo("Nothing. What is deleted can be brought back for 7 days.\n");
    assertThat(trash("restore", "app:1").expectFailure().stderr())
        .isEqualTo("Nothing in the trash is called app:1. What is there: berth trash list app\n");
    assertThat(trash("restore", "trash-00000000000000000").expectFailure().stderr())
        .contains("has no entry 'trash-00000000000000000'", "(TrashEntryNotFoundException)");
    assertThat(trash("restore", "app", "--images", "--as", "other").exitCode()).isEqualTo(2);
  }
}
