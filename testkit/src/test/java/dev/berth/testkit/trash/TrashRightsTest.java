package dev.berth.testkit.trash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may see, bring back and purge what: by repository, and in their own account. */
@TestInstance(Lifecycle.PER_CLASS)
final class TrashRightsTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final String OF_TEAM =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"berth:*",\
      "Resource":"arn:aws:ecr:*:*:repository/team/*"}]}""";

  private static final JsonMapper JSON = new JsonMapper();

  private RunningBerth berth;
  private AwsAccess member;

  @BeforeAll
  void start(@TempDir Path folder) {
    berth =
        RunningBerth.on(folder, settings -> settings.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS));
    try (IamClient iam = berth.access().iam()) {
      iam.createUser(r -> r.userName("member"));
      iam.putUserPolicy(r -> r.userName("member").policyName("team").policyDocument(OF_TEAM));
      AccessKey key = iam.createAccessKey(r -> r.userName("member")).accessKey();
      member =
          new AwsAccess(
              berth.endpoint(), key.accessKeyId(), key.secretAccessKey(), berth.access().region());
    }
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  private static Answer call(AwsAccess access, String operation, String input) {
    return SignedCalls.of(access).send("berth", "Berth_20261101." + operation, input);
  }

  /** Deletes an image of a new repository and gives the entry. */
  private String deleted(String repository) {
    berth.createRepository(repository);
    RegistryClient client = RegistryClient.of(berth);
    byte[] layer = Manifests.bytes("of " + repository);
    client.push(repository, layer);
    client.pushManifest(repository, "1", Manifests.OCI_IMAGE, Manifests.image(layer, layer));
    try (EcrClient ecr = berth.ecr()) {
      ecr.batchDeleteImage(
          r ->
              r.repositoryName(repository)
                  .imageIds(ImageIdentifier.builder().imageTag("1").build()));
    }
    JsonNode entry =
        call(berth.access(), "ListTrash", "{\"repositoryName\":\"%s\"}".formatted(repository))
            .json()
            .path("entries")
            .path(0);
    return entry.path("entryId").asString();
  }

  private static String entry(String id) {
    return "{\"entryId\":\"%s\"}".formatted(id);
  }

  private static void assertDenied(Answer answer, String action, String resource) {
    assertThat(answer.json().path("__type").asString()).isEqualTo("AccessDeniedException");
    assertThat(answer.message())
        .contains("user/member is not authorized to perform: " + action + " on resource: ")
        .contains(resource);
  }

  @Test
  void who_may_do_it_in_some_repositories_does_it_there_and_nowhere_else() {
    String ours = deleted("team/app");
    String others = deleted("others/app");

    assertDenied(call(member, "ListTrash", "{}"), "berth:ListTrash", "repository/*");
    assertDenied(
        call(member, "ListTrash", "{\"repositoryName\":\"others/app\"}"),
        "berth:ListTrash",
        "repository/others/app");
    for (String operation : new String[] {"ListTrash", "RestoreFromTrash", "PurgeFromTrash"}) {
      assertDenied(
          call(member, operation, entry(others)), "berth:" + operation, "repository/others/app");
      assertDenied(
          call(member, operation, entry("trash-00000000000000000")),
          "berth:" + operation,
          "repository/*");
    }
    assertThat(call(member, "ListTrash", entry(ours)).json().path("entries")).hasSize(1);
    assertThat(
            call(member, "ListTrash", "{\"repositoryName\":\"team/app\"}").json().path("entries"))
        .hasSize(1);
    assertThat(call(member, "RestoreFromTrash", entry(ours)).status()).isEqualTo(200);
    assertThat(call(berth.access(), "ListTrash", entry(others)).json().path("entries")).hasSize(1);
  }

  @Test
  void a_repository_under_another_name_is_a_creation_too() {
    berth.createRepository("team/whole");
    try (EcrClient ecr = berth.ecr()) {
      ecr.deleteRepository(r -> r.repositoryName("team/whole"));
    }
    JsonNode found =
        call(
                berth.access(),
                "ListTrash",
                "{\"repositoryName\":\"team/whole\",\"onlyRepositories\":true}")
            .json();
    String id = found.at("/entries/0/entryId").asString();
    String renamed = "{\"entryId\":\"%s\",\"newRepositoryName\":\"team/again\"}".formatted(id);

    assertDenied(
        call(member, "RestoreFromTrash", renamed), "ecr:CreateRepository", "repository/team/again");
    assertThat(call(berth.access(), "RestoreFromTrash", renamed).status()).isEqualTo(200);
  }

  @Test
  void another_account_sees_and_changes_nothing() {
    String ours = deleted("team/secret");
    AwsAccess theirs = berth.access(new AccountId(THEIRS));

    assertThat(call(theirs, "ListTrash", "{}").json().path("entries")).isEmpty();
    for (String operation : new String[] {"ListTrash", "RestoreFromTrash", "PurgeFromTrash"}) {
      assertThat(call(theirs, operation, entry(ours)).json().path("__type").asString())
          .isEqualTo("TrashEntryNotFoundException");
    }
    assertThat(call(berth.access(), "ListTrash", entry(ours)).json().path("entries")).hasSize(1);
  }

  @Test
  void the_list_comes_in_pages_and_the_newest_first() {
    String first = deleted("pages/a");
    String second = deleted("pages/b");
    String third = deleted("pages/c");
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      String more = token.isEmpty() ? "" : ",\"nextToken\":\"%s\"".formatted(token);
      JsonNode page =
          call(berth.access(), "ListTrash", "{\"maxResults\":1%s}".formatted(more)).json();
      assertThat(page.path("entries")).hasSize(1);
      seen.add(page.at("/entries/0/entryId").asString());
      token = page.path("nextToken").asString("");
    } while (!token.isEmpty());

    assertThat(seen).doesNotHaveDuplicates().containsSubsequence(third, second, first);
  }

  @Test
  void a_purge_leaves_an_entry_that_names_what_went() {
    String id = deleted("team/purged");

    assertThat(call(berth.access(), "PurgeFromTrash", entry(id)).status()).isEqualTo(200);

    JsonNode event = await().until(() -> trail("PurgeFromTrash"), it -> !it.isMissingNode());
    assertThat(event.at("/requestParameters/entryId").asString()).isEqualTo(id);
    assertThat(event.at("/resources/0/ARN").asString())
        .isEqualTo("arn:aws:ecr:us-east-1:%s:repository/team/purged".formatted(OURS));
    assertThat(event.at("/responseElements/entry/imageTags/0").asString()).isEqualTo("1");
    assertThat(event.at("/responseElements/freed/0/digest").asString())
        .isEqualTo(Manifests.digest("of team/purged"));
    assertThat(event.at("/responseElements/freedBytes").asInt()).isEqualTo(14);
  }

  /** The entry of a call, once it tells the answer. */
  private JsonNode trail(String name) {
    JsonNode events =
        call(
                berth.access(),
                "LookupEvents",
                "{\"lookupAttributes\":[{\"attributeKey\":\"EventName\",\"attributeValue\":\"%s\"}]}"
                    .formatted(name))
            .json()
            .path("events");
    for (JsonNode event : events) {
      JsonNode told = JSON.readTree(event.path("cloudTrailEvent").asString());
      if (told.path("responseElements").isObject()) {
        return told;
      }
    }
    return events.path(-1);
  }

  @Test
  void what_the_list_cannot_be_asked_for_is_said() {
    for (String input :
        new String[] {
          "{\"entryId\":\"trash-00000000000000000\",\"repositoryName\":\"team/app\"}",
          "{\"imageId\":{\"imageTag\":\"1\"}}",
          "{\"onlyRepositories\":true}",
          "{\"repositoryName\":\"team/app\",\"imageId\":{}}",
          "{\"repositoryName\":\"team/app\",\"imageId\":{\"imageTag\":\"a b\"}}",
          "{\"repositoryName\":\"team/app\",\"imageId\":{\"imageTag\":\"1\"},\"onlyRepositories\":true}",
          "{\"repositoryName\":\"team/app\",\"imageId\":{\"imageTag\":\"1\"},\"maxResults\":5}",
          "{\"entryId\":\"42\"}",
          "{\"nextToken\":\"made up\"}"
        }) {
      Answer answer = call(berth.access(), "ListTrash", input);

      assertThat(answer.status()).as(input).isEqualTo(400);
      assertThat(answer.json().path("__type").asString())
          .as(input)
          .isEqualTo("ValidationException");
    }
  }
}
