package dev.berth.wire.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.GivenServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** ECR dossier 3, 4 and 11; every answer is held against the model by {@link GivenServer#ecr}. */
class RepositoryOperationsTest {
  private static final String ARN = "arn:aws:ecr:us-east-1:123456789012:repository/";

  @TempDir Path folder;
  private GivenServer server;

  @BeforeEach
  void start() {
    server = new GivenServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_new_repository_has_the_defaults_of_ecr() {
    server.pass(Duration.ofMillis(500));

    JsonNode repository =
        server.ecr("CreateRepository", "{'repositoryName':'team/app'}").path("repository");

    assertThat(repository.toString().replace('"', '\''))
        .isEqualTo(
            "{'repositoryArn':'arn:aws:ecr:us-east-1:123456789012:repository/team/app'"
                + ",'registryId':'123456789012','repositoryName':'team/app'"
                + ",'repositoryUri':'123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app'"
                + ",'createdAt':1.7952624005E9,'imageTagMutability':'MUTABLE'"
                + ",'imageScanningConfiguration':{'scanOnPush':false}"
                + ",'encryptionConfiguration':{'encryptionType':'AES256'}}");
  }

  @Test
  void a_name_is_taken_once() {
    server.ecr("CreateRepository", "{'repositoryName':'app'}");

    assertThat(server.refusal("CreateRepository", "{'repositoryName':'app'}"))
        .isEqualTo(
            "RepositoryAlreadyExistsException: The repository with name 'app' already exists in the registry with id '123456789012'");
  }

  // RP-08, PR-07, TG-07
  @Test
  void creating_with_tags_demands_tagging_too() {
    server.ecr("CreateRepository", "{'repositoryName':'app','tags':[{'Key':'team','Value':'a'}]}");

    assertThat(server.demanded.stream().map(demand -> demand.action().toString()))
        .containsExactly("ecr:CreateRepository", "ecr:TagResource");
    assertThat(server.demanded)
        .allSatisfy(
            demand -> {
              assertThat(demand.resource().name()).isEqualTo(ARN + "app");
              assertThat(demand.conditions())
                  .containsEntry("aws:RequestTag/team", List.of("a"))
                  .containsEntry("aws:TagKeys", List.of("team"));
            });
    assertThat(server.ecr("ListTagsForResource", "{'resourceArn':'" + ARN + "app'}").toString())
        .isEqualTo("{\"tags\":[{\"Key\":\"team\",\"Value\":\"a\"}]}");
  }

  // KM-01
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'encryptionType':'KMS'|^arn:aws:kms:us-east-1:123456789012:key/[0-9a-f-]{36}$",
        "'encryptionType':'KMS','kmsKey':'alias/own'|^arn:aws:kms:us-east-1:123456789012:key/[0-9a-f-]{36}$",
        "'encryptionType':'KMS','kmsKey':'1234-ab'|^arn:aws:kms:us-east-1:123456789012:key/1234-ab$",
        "'encryptionType':'KMS','kmsKey':'arn:aws:kms:us-east-1:111122223333:key/k'|^arn:aws:kms:us-east-1:111122223333:key/k$"
      })
  void a_key_is_answered_as_an_arn(String encryption, String arn) {
    JsonNode created =
        server.ecr(
            "CreateRepository",
            "{'repositoryName':'app','encryptionConfiguration':{" + encryption + "}}");

    JsonNode shown = created.path("repository").path("encryptionConfiguration");
    assertThat(shown.path("encryptionType").stringValue()).isEqualTo("KMS");
    assertThat(shown.path("kmsKey").stringValue()).matches(arn);
  }

  // TM-03, TM-04, TM-09, KM-01
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'imageTagMutability':'IMMUTABLE_WITH_EXCLUSION'|ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as IMMUTABLE_WITH_EXCLUSION",
        "'imageTagMutability':'IMMUTABLE','imageTagMutabilityExclusionFilters':[{'filterType':'WILDCARD','filter':'v*'}]|must be null",
        "'imageTagMutability':'MUTABLE_WITH_EXCLUSION','imageTagMutabilityExclusionFilters':[{'filterType':'WILDCARD','filter':'*v*x*'}]|at most two",
        "'encryptionConfiguration':{'encryptionType':'AES256','kmsKey':'k'}|kmsKey must be null",
        "'encryptionConfiguration':{'encryptionType':'KMS','kmsKey':'arn:aws:s3:::b'}|Invalid ARN",
        "'encryptionConfiguration':{'encryptionType':'KMS_DSSE'}|us-gov-"
      })
  void settings_that_contradict_each_other_are_refused(String settings, String text) {
    assertThat(server.refusal("CreateRepository", "{'repositoryName':'app'," + settings + "}"))
        .startsWith("InvalidParameterException: Invalid parameter at '")
        .contains(text);
  }

  @Test
  void mutability_and_its_filters_are_replaced_and_echoed() {
    server.ecr("CreateRepository", "{'repositoryName':'app','imageTagMutability':'IMMUTABLE'}");

    String setting =
        "'imageTagMutability':'IMMUTABLE_WITH_EXCLUSION','imageTagMutabilityExclusionFilters':[{'filterType':'WILDCARD','filter':'dev-*'}]";
    JsonNode changed =
        server.ecr("PutImageTagMutability", "{'repositoryName':'app'," + setting + "}");

    assertThat(changed.toString())
        .isEqualTo(
            ("{'registryId':'123456789012','repositoryName':'app'," + setting + "}")
                .replace('\'', '"'));
    JsonNode described = server.ecr("DescribeRepositories", "{}").path("repositories").get(0);
    assertThat(described.path("imageTagMutabilityExclusionFilters").size()).isEqualTo(1);
  }

  @Test
  void pages_give_every_repository_once_and_the_last_has_no_token() {
    for (String name : List.of("a1", "a2", "a3", "a4", "a5")) {
      server.ecr("CreateRepository", "{'repositoryName':'" + name + "'}");
    }
    List<String> names = new ArrayList<>();

    String token = "";
    do {
      JsonNode page =
          server.ecr(
              "DescribeRepositories",
              "{'maxResults':2" + (token.isEmpty() ? "" : ",'nextToken':'" + token + "'") + "}");
      page.path("repositories")
          .forEach(item -> names.add(item.path("repositoryName").stringValue()));
      token = page.path("nextToken").stringValue("");
    } while (!token.isEmpty());

    assertThat(names).containsExactly("a1", "a2", "a3", "a4", "a5");
    assertThat(server.demanded.getFirst().resource().name()).isEqualTo(ARN + "*");
  }

  // PG-01
  @Test
  void a_page_has_a_hundred_repositories_unless_another_number_is_asked_for() {
    for (int number = 0; number < 101; number++) {
      server.ecr("CreateRepository", "{'repositoryName':'app-%d'}".formatted(number));
    }

    JsonNode usual = server.ecr("DescribeRepositories", "{}");
    JsonNode most = server.ecr("DescribeRepositories", "{'maxResults':1000}");

    assertThat(usual.path("repositories").size()).isEqualTo(100);
    assertThat(usual.has("nextToken")).isTrue();
    assertThat(most.path("repositories").size()).isEqualTo(101);
    assertThat(most.has("nextToken")).isFalse();
    assertThat(server.refusal("DescribeRepositories", "{'maxResults':1001}"))
        .endsWith("'Member must have value less than or equal to 1000'");
  }

  // KM-03: there is no KMS that could keep a grant
  @Test
  void a_repository_with_a_key_is_deleted_like_any_other() {
    server.ecr(
        "CreateRepository",
        "{'repositoryName':'app','encryptionConfiguration':{'encryptionType':'KMS'}}");

    JsonNode gone = server.ecr("DeleteRepository", "{'repositoryName':'app'}");

    assertThat(gone.at("/repository/encryptionConfiguration/encryptionType").stringValue())
        .isEqualTo("KMS");
  }

  @Test
  void a_token_of_another_list_is_refused() {
    server.ecr("CreateRepository", "{'repositoryName':'a1'}");
    server.ecr("CreateRepository", "{'repositoryName':'a2'}");
    String token =
        server.ecr("DescribeRepositories", "{'maxResults':1}").path("nextToken").stringValue();

    assertThat(server.refusal("ListImages", "{'repositoryName':'a1','nextToken':'" + token + "'}"))
        .startsWith("InvalidParameterException: Invalid parameter at 'nextToken'");
    assertThat(server.refusal("DescribeRepositories", "{'nextToken':'made up'}"))
        .startsWith("InvalidParameterException: Invalid parameter at 'nextToken'");
  }

  // PG-03
  @ParameterizedTest
  @CsvSource({"nextToken,'t'", "maxResults,5"})
  void paging_is_refused_beside_names(String member, String value) {
    assertThat(
            server.refusal(
                "DescribeRepositories",
                "{'repositoryNames':['a1'],'"
                    + member
                    + "':"
                    + (value.equals("t") ? "'t'" : value)
                    + "}"))
        .startsWith("InvalidParameterException: Invalid parameter at '" + member + "'");
  }

  @Test
  void one_unknown_name_fails_the_whole_call_and_each_name_is_demanded() {
    server.ecr("CreateRepository", "{'repositoryName':'a1'}");

    assertThat(server.refusal("DescribeRepositories", "{'repositoryNames':['a1','a2']}"))
        .isEqualTo(
            "RepositoryNotFoundException: The repository with name 'a2' does not exist in the registry with id '123456789012'");
    assertThat(server.demanded.stream().map(demand -> demand.resource().name()))
        .containsExactly(ARN + "a1", ARN + "a2");
  }

  // PR-12
  @Test
  void another_accounts_registry_is_demanded_of_that_account() {
    server.refusal("DeleteRepository", "{'repositoryName':'a1','registryId':'999999999999'}");

    assertThat(server.demanded.getFirst().resource().name())
        .isEqualTo("arn:aws:ecr:us-east-1:999999999999:repository/a1");
  }

  // RP-11
  @Test
  void a_deleted_repository_is_answered_and_gone() {
    server.ecr("CreateRepository", "{'repositoryName':'a1'}");

    JsonNode gone = server.ecr("DeleteRepository", "{'repositoryName':'a1'}");

    assertThat(gone.path("repository").path("repositoryName").stringValue()).isEqualTo("a1");
    assertThat(server.ecr("DescribeRepositories", "{}").toString())
        .isEqualTo("{\"repositories\":[]}");
  }

  // PR-07
  @Test
  void tags_merge_and_go() {
    server.ecr("CreateRepository", "{'repositoryName':'a1'}");
    String arn = "'resourceArn':'" + ARN + "a1'";

    server.ecr(
        "TagResource", "{" + arn + ",'tags':[{'Key':'a','Value':'1'},{'Key':'b','Value':''}]}");
    server.ecr("TagResource", "{" + arn + ",'tags':[{'Key':'a','Value':'2'}]}");
    server.ecr("UntagResource", "{" + arn + ",'tagKeys':['b','c']}");

    assertThat(server.demanded.getFirst().conditions())
        .containsEntry("aws:TagKeys", List.of("b", "c"));
    assertThat(server.ecr("ListTagsForResource", "{" + arn + "}").toString())
        .isEqualTo("{\"tags\":[{\"Key\":\"a\",\"Value\":\"2\"}]}");
  }

  // TG-04
  @ParameterizedTest
  @CsvSource({
    "arn:aws:s3:::bucket",
    "nothing",
    "arn:aws:ecr:eu-west-1:123456789012:repository/a1",
    "arn:aws:ecr:us-east-1:123456789012:repository/A1"
  })
  void only_repositories_of_the_region_have_tags(String arn) {
    assertThat(server.refusal("ListTagsForResource", "{'resourceArn':'" + arn + "'}"))
        .isEqualTo(
            "InvalidParameterException: Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'");
  }

  @Test
  void a_key_given_twice_is_no_set_of_tags() {
    server.ecr("CreateRepository", "{'repositoryName':'a1'}");

    assertThat(
            server.refusal(
                "TagResource",
                "{'resourceArn':'"
                    + ARN
                    + "a1','tags':[{'Key':'a','Value':'1'},{'Key':'a','Value':'2'}]}"))
        .startsWith("InvalidTagParameterException: ");
  }

  @Test
  void the_registry_describes_itself() {
    assertThat(server.ecr("DescribeRegistry", "").toString())
        .isEqualTo("{\"registryId\":\"123456789012\",\"replicationConfiguration\":{\"rules\":[]}}");
  }

  // AU-02
  @Test
  void a_token_is_given_for_each_registry_asked_for() {
    JsonNode answer =
        server.ecr("GetAuthorizationToken", "{'registryIds':['123456789012','210987654321']}");

    assertThat(answer.path("authorizationData").size()).isEqualTo(2);
    JsonNode first = answer.path("authorizationData").get(0);
    assertThat(
            new String(
                Base64.getDecoder().decode(first.path("authorizationToken").stringValue()),
                StandardCharsets.UTF_8))
        .startsWith("AWS:");
    assertThat(first.path("expiresAt").decimalValue().longValueExact())
        .isEqualTo(server.now().plus(Duration.ofHours(12)).getEpochSecond());
    assertThat(server.demanded.getFirst().resource().name()).isEqualTo("*");
  }
}
