package dev.berth.wire.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.GivenServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** ECR dossier 1.4, 9, 10; CHECKLIST PO and RG. */
class PolicyOperationsTest {
  private static final String INVALID =
      "InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy constraint: '%s'";
  private static final String INVALID_REPOSITORY_POLICY =
      INVALID.formatted("Invalid repository policy provided");
  private static final String INVALID_REGISTRY_POLICY =
      INVALID.formatted("Invalid registry policy provided");
  private static final String NOT_FOUND = INVALID.formatted("Principal not found");
  private static final String ALICE = "arn:aws:iam::123456789012:user/alice";
  private static final JsonMapper JSON = new JsonMapper();

  private GivenServer server;

  @BeforeEach
  void open(@TempDir Path folder) {
    server = new GivenServer(folder);
    server.ecr("CreateRepository", "{'repositoryName':'app'}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String pull(String principal) {
    return statement("'Principal':" + principal + ",'Action':'ecr:BatchGetImage'");
  }

  private static String statement(String elements) {
    return "{'Version':'2008-10-17','Statement':[{'Sid':'new statement','Effect':'Allow',%s}]}"
        .formatted(elements);
  }

  private static String request(String policy) {
    return request(policy, "");
  }

  private static String request(String policy, String more) {
    return "{'repositoryName':'app','policyText':%s%s}".formatted(quoted(policy), more);
  }

  private static String quoted(String policy) {
    return JSON.writeValueAsString(policy.replace('\'', '"'));
  }

  private String set(String policy) {
    return server.ecr("SetRepositoryPolicy", request(policy)).path("policyText").stringValue();
  }

  private String refused(String policy) {
    return server.refusal("SetRepositoryPolicy", request(policy));
  }

  private String shown() {
    return server
        .ecr("GetRepositoryPolicy", "{'repositoryName':'app'}")
        .path("policyText")
        .stringValue();
  }

  // PO-01
  @Test
  void a_policy_is_set_shown_and_deleted() {
    JsonNode set = server.ecr("SetRepositoryPolicy", request(pull("{'AWS':'111122223333'}")));
    assertThat(set.path("registryId").stringValue()).isEqualTo("123456789012");
    assertThat(set.path("repositoryName").stringValue()).isEqualTo("app");
    assertThat(shown()).isEqualTo(set.path("policyText").stringValue());

    JsonNode deleted = server.ecr("DeleteRepositoryPolicy", "{'repositoryName':'app'}");

    assertThat(deleted).isEqualTo(set);
    assertThat(server.refusal("GetRepositoryPolicy", "{'repositoryName':'app'}"))
        .isEqualTo(
            "RepositoryPolicyNotFoundException: Repository policy does not exist for the repository with name 'app' in the registry with id '123456789012'");
    assertThat(server.refusal("DeleteRepositoryPolicy", "{'repositoryName':'app'}"))
        .startsWith("RepositoryPolicyNotFoundException: ");
  }

  // PO-02: as the examples of the API reference are laid out
  @Test
  void a_policy_is_shown_a_member_a_line() {
    String shown =
        set(
            "{'Statement':[{'Sid':'A','Effect':'Allow','Principal':{'AWS':['111122223333','arn:aws:iam::444455556666:root']},'Action':['ecr:*']}],'Version':'2012-10-17'}");

    assertThat(shown)
        .isEqualTo(
            """
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Sid" : "A",
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : [ "arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root" ]
                },
                "Action" : [ "ecr:*" ]
              } ]
            }"""
                .stripIndent());
  }

  @Test
  void a_policy_takes_the_place_of_the_one_before() {
    set(pull("'*'"));
    set(pull("{'Service':'codebuild.amazonaws.com'}"));

    assertThat(shown()).contains("codebuild").doesNotContain("\"*\"");
  }

  // PO-03, PO-10
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Principal':'*','Action':'ecr:*'",
        "'Principal':'*','Action':'ecr:*','Resource':'*'",
        "'Principal':'*','Action':'*','Resource':['arn:aws:ecr:us-east-1:123456789012:repository/app']",
        "'Principal':'*','Action':'ecr:*','Resource':'arn:aws:ecr:*:123456789012:repository/a*'",
        "'Principal':{'AWS':'arn:aws:sts::123456789012:assumed-role/ci/run'},'Action':'ecr:GetDownloadUrlForLayer'",
        "'Principal':'*','Action':'ecr:*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1'}}",
      })
  void what_ecr_takes_is_taken(String elements) {
    assertThat(set(statement(elements))).isEqualTo(shown());
  }

  // PO-04, PO-12, IAM dossier 7.3
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Principal':'*','Action':'ecr:*','Resource':'arn:aws:ecr:us-east-1:123456789012:repository/other'",
        "'Principal':'*','Action':'ecr:*','Resource':'arn:aws:ecr:us-east-1:999999999999:repository/app'",
        "'Action':'ecr:*'",
        "'Principal':'*'",
        "'Principal':'*','Action':'ecr:GetAuthorizationToken'",
        "'Principal':'*','Action':'s3:GetObject'",
        "'Principal':{'AWS':'arn:aws:iam::123456789012:*'},'Action':'ecr:*'",
        "'Principal':{'CanonicalUser':'x'},'Action':'ecr:*'",
        "'NotPrincipal':{'AWS':'111122223333'},'Action':'ecr:*'",
        "'Principal':'*','Action':'ecr:*','Condition':{'StringMatches':{'aws:userid':'x'}}",
        "'Principal':'*','Action':'ecr:*','Colour':'red'",
        "'Principal':'*','Action':'ecr:*','Action':'ecr:*'",
      })
  void what_is_no_policy_of_a_repository_is_refused(String elements) {
    assertThat(refused(statement(elements))).isEqualTo(INVALID_REPOSITORY_POLICY);
    assertThat(server.refusal("GetRepositoryPolicy", "{'repositoryName':'app'}"))
        .startsWith("RepositoryPolicyNotFoundException: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "policy", "{'Version':'2012-10-17'}", "{'Statement':"})
  void what_is_no_policy_at_all_is_refused(String text) {
    assertThat(refused(text)).isEqualTo(INVALID_REPOSITORY_POLICY);
  }

  @Test
  void a_text_of_more_than_10240_characters_breaks_the_model() {
    assertThat(refused(" ".repeat(10_241))).startsWith("InvalidParameterException: ");
  }

  // PO-11
  @Test
  void a_user_or_role_that_does_not_exist_is_not_found() {
    assertThat(refused(pull("{'AWS':'" + ALICE + "'}"))).isEqualTo(NOT_FOUND);
    assertThat(refused(pull("{'AWS':['*','arn:aws:iam::123456789012:role/ci/build']}")))
        .isEqualTo(NOT_FOUND);
    assertThat(refused(pull("{'AWS':'AIDAEXAMPLEUSERID0001'}"))).isEqualTo(NOT_FOUND);
  }

  // IAM dossier 4.3
  @Test
  void a_user_is_stored_as_its_id_and_shown_so_when_it_is_gone() {
    server.principals.have(ALICE, "AIDAEXAMPLEUSERID0001");
    assertThat(set(pull("{'AWS':'" + ALICE + "'}"))).contains(ALICE).doesNotContain("AIDA");
    assertThat(shown()).contains(ALICE);

    server.principals.remove(ALICE);
    server.principals.have(ALICE, "AIDAANOTHERUSERID0002");

    assertThat(shown()).contains("\"AWS\" : \"AIDAEXAMPLEUSERID0001\"").doesNotContain(ALICE);
  }

  // PO-05
  @Test
  void a_policy_that_locks_its_author_out_needs_force() {
    String locking =
        "{'Version':'2012-10-17','Statement':{'Effect':'Deny','Principal':'*','Action':'ecr:*'}}";

    assertThat(refused(locking)).startsWith(INVALID.formatted("").substring(0, 70));
    assertThat(server.refusal("GetRepositoryPolicy", "{'repositoryName':'app'}"))
        .startsWith("RepositoryPolicyNotFoundException: ");
    assertThat(
            server
                .ecr("SetRepositoryPolicy", request(locking, ",'force':true"))
                .path("policyText")
                .stringValue())
        .contains("Deny");
  }

  // PR-11
  @Test
  void a_repository_that_does_not_exist_has_no_policy() {
    String missing = "{'repositoryName':'missing'%s}";

    for (String refusal :
        new String[] {
          server.refusal("GetRepositoryPolicy", missing.formatted("")),
          server.refusal("DeleteRepositoryPolicy", missing.formatted("")),
          server.refusal("SetRepositoryPolicy", missing.formatted(",'policyText':'{}'"))
        }) {
      assertThat(refusal).startsWith("RepositoryNotFoundException: ");
    }
  }

  // RP-13
  @Test
  void a_repository_takes_its_policy_with_it() {
    set(pull("'*'"));
    server.ecr("DeleteRepository", "{'repositoryName':'app'}");
    server.ecr("CreateRepository", "{'repositoryName':'app'}");

    assertThat(server.refusal("GetRepositoryPolicy", "{'repositoryName':'app'}"))
        .startsWith("RepositoryPolicyNotFoundException: ");
  }

  // RG-01
  @Test
  void a_registry_policy_is_put_shown_and_deleted() {
    String policy =
        statement(
            "'Principal':{'AWS':'111122223333'},'Action':['ecr:ReplicateImage'],'Resource':'arn:aws:ecr:us-east-1:123456789012:repository/*'");

    JsonNode put = server.ecr("PutRegistryPolicy", "{'policyText':%s}".formatted(quoted(policy)));

    assertThat(put.path("registryId").stringValue()).isEqualTo("123456789012");
    assertThat(put.path("policyText").stringValue())
        .startsWith("{\n  \"Version\" : \"2008-10-17\"");
    assertThat(server.ecr("GetRegistryPolicy", "{}")).isEqualTo(put);
    assertThat(server.ecr("DeleteRegistryPolicy", "{}")).isEqualTo(put);
    assertThat(server.refusal("GetRegistryPolicy", "{}"))
        .isEqualTo(
            "RegistryPolicyNotFoundException: Registry policy does not exist in the registry with id '123456789012'");
    assertThat(server.refusal("DeleteRegistryPolicy", "{}"))
        .startsWith("RegistryPolicyNotFoundException: ");
  }

  // RG-02, RG-04
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Principal':'*','Action':'ecr:*'",
        "'Action':'ecr:*','Resource':'*'",
        "'Principal':'*','Action':'s3:*','Resource':'*'",
      })
  void what_is_no_policy_of_a_registry_is_refused(String elements) {
    assertThat(
            server.refusal(
                "PutRegistryPolicy", "{'policyText':%s}".formatted(quoted(statement(elements)))))
        .isEqualTo(INVALID_REGISTRY_POLICY);
  }

  @Test
  void a_registry_policy_may_name_every_action_of_ecr() {
    String policy = statement("'Principal':'*','Action':'ecr:PutImage','Resource':'*'");
    server.ecr("PutRegistryPolicy", "{'policyText':%s}".formatted(quoted(policy)));
    String unknown =
        statement("'Principal':{'AWS':'" + ALICE + "'},'Action':'ecr:*','Resource':'*'");
    assertThat(server.refusal("PutRegistryPolicy", "{'policyText':%s}".formatted(quoted(unknown))))
        .isEqualTo(NOT_FOUND);
    assertThat(server.ecr("GetRegistryPolicy", "{}").path("policyText").stringValue())
        .contains("ecr:PutImage");
  }
}
