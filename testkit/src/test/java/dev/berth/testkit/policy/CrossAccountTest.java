package dev.berth.testkit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;

/**
 * IAM dossier 5.3, CHECKLIST PO-06 to PO-09, RG-02: another account gets in where a policy lets it,
 * at the next request, and no further. The host is told as by a proxy.
 */
class CrossAccountTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final String THEIR_HOST = THEIRS + ".dkr.ecr.us-east-1.amazonaws.com";
  private static final byte[] LAYER = Manifests.bytes("their layer");
  private static final String DIGEST = Manifests.digest(LAYER);
  private static final String PULL =
      "[\"ecr:BatchGetImage\",\"ecr:GetDownloadUrlForLayer\",\"ecr:BatchCheckLayerAvailability\"]";

  private RunningBerth berth;
  private RegistryClient us;
  private EcrClient ours;
  private EcrClient theirs;

  @BeforeEach
  void start(@TempDir Path data) {
    berth =
        RunningBerth.on(
            data,
            settings ->
                settings
                    .set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS)
                    .set(ConfigKey.TRUSTED_PROXIES, "127.0.0.1"));
    us = RegistryClient.of(berth);
    ours = berth.ecr();
    var their = berth.access(new AccountId(THEIRS));
    theirs = their.ecr();
    theirs.createRepository(request -> request.repositoryName("app"));
    theirs.createRepository(request -> request.repositoryName("other"));
    RegistryClient them = RegistryClient.anonymous(berth.endpoint()).login(berth.password(their));
    them.push("app", LAYER);
    them.pushManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER));
  }

  @AfterEach
  void stop() {
    ours.close();
    theirs.close();
    berth.close();
  }

  private static String statement(String effect, String action, String more) {
    return """
    {"Version":"2012-10-17","Statement":[{"Sid":"Test","Effect":"%s","Principal":{"AWS":"%s"},"Action":%s%s}]}"""
        .formatted(effect, OURS, action, more);
  }

  private void theySet(String policy) {
    theirs.setRepositoryPolicy(request -> request.repositoryName("app").policyText(policy));
  }

  private Answer we(String method, String path, String... more) {
    String[] headers = new String[more.length + 2];
    headers[0] = "X-Forwarded-Host";
    headers[1] = THEIR_HOST;
    System.arraycopy(more, 0, headers, 2, more.length);
    return us.send(method, path, headers);
  }

  // PO-08
  @Test
  void a_policy_lets_another_account_pull_and_not_push() {
    assertThat(we("GET", "/v2/app/manifests/v1").status()).isEqualTo(403);

    theySet(statement("Allow", PULL, ""));

    assertThat(we("HEAD", "/v2/app/manifests/v1").status()).isEqualTo(200);
    assertThat(we("GET", "/v2/app/manifests/v1").status()).isEqualTo(200);
    assertThat(we("HEAD", "/v2/app/blobs/" + DIGEST).status()).isEqualTo(200);
    assertThat(we("GET", "/v2/app/blobs/" + DIGEST).body()).isEqualTo(LAYER);
    Answer push = we("POST", "/v2/app/blobs/uploads/");
    assertThat(push.status()).isEqualTo(403);
    assertThat(push.message())
        .isEqualTo(
            "User: arn:aws:iam::111111111111:root is not authorized to perform:"
                + " ecr:InitiateLayerUpload on resource:"
                + " arn:aws:ecr:us-east-1:222222222222:repository/app because no resource-based"
                + " policy allows the ecr:InitiateLayerUpload action");
    assertThat(we("GET", "/v2/other/manifests/v1").status()).isEqualTo(403);
    assertThat(we("GET", "/v2/app/tags/list").status()).isEqualTo(403);
  }

  @Test
  void a_policy_that_is_gone_lets_nobody_in_at_the_next_request() {
    theySet(statement("Allow", PULL, ""));
    assertThat(we("GET", "/v2/app/manifests/v1").status()).isEqualTo(200);

    theirs.deleteRepositoryPolicy(request -> request.repositoryName("app"));

    assertThat(we("GET", "/v2/app/manifests/v1").status()).isEqualTo(403);
  }

  @Test
  void a_repository_that_is_made_again_has_no_policy() {
    theySet(statement("Allow", "\"ecr:*\"", ""));
    assertThat(we("GET", "/v2/app/tags/list").status()).isEqualTo(200);

    theirs.deleteRepository(request -> request.repositoryName("app").force(true));
    theirs.createRepository(request -> request.repositoryName("app"));

    assertThat(we("GET", "/v2/app/tags/list").status()).isEqualTo(403);
  }

  @Test
  void a_policy_lets_another_account_push() {
    theySet(statement("Allow", "\"ecr:*\"", ""));
    byte[] layer = Manifests.bytes("our layer");
    String digest = Manifests.digest(layer);

    Answer pushed =
        us.send(
            "POST",
            "/v2/app/blobs/uploads/?digest=" + digest,
            layer,
            "X-Forwarded-Host",
            THEIR_HOST);
    Answer manifest =
        us.send(
            "PUT",
            "/v2/app/manifests/ours",
            Manifests.image(layer, layer).getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            Manifests.OCI_IMAGE,
            "X-Forwarded-Host",
            THEIR_HOST);

    assertThat(pushed.status()).isEqualTo(201);
    assertThat(manifest.status()).isEqualTo(201);
    assertThat(theirs.describeImages(request -> request.repositoryName("app")).imageDetails())
        .hasSize(2);
  }

  @Test
  void the_api_reaches_the_repository_by_its_registry_id() {
    theySet(statement("Allow", "\"ecr:*\"", ""));
    ImageIdentifier v1 = ImageIdentifier.builder().imageTag("v1").build();

    assertThat(
            ours.batchGetImage(
                    request -> request.registryId(THEIRS).repositoryName("app").imageIds(v1))
                .images())
        .hasSize(1);
    assertThat(
            ours.describeRepositories(request -> request.registryId(THEIRS).repositoryNames("app"))
                .repositories()
                .getFirst()
                .repositoryArn())
        .isEqualTo("arn:aws:ecr:us-east-1:222222222222:repository/app");
    assertThat(
            ours.getRepositoryPolicy(request -> request.registryId(THEIRS).repositoryName("app"))
                .registryId())
        .isEqualTo(THEIRS);
    assertThat(
            ours.listTagsForResource(
                    request ->
                        request.resourceArn("arn:aws:ecr:us-east-1:222222222222:repository/app"))
                .tags())
        .isEmpty();
    assertThatThrownBy(
            () ->
                ours.describeImages(request -> request.registryId(THEIRS).repositoryName("other")))
        .isInstanceOf(EcrException.class)
        .hasMessageContaining("because no resource-based policy allows the ecr:DescribeImages");
    assertThatThrownBy(() -> ours.describeRepositories(request -> request.registryId(THEIRS)))
        .isInstanceOf(EcrException.class);
  }

  // PO-07
  @Test
  void a_deny_wins_over_an_allow() {
    theySet(
        """
        {"Version":"2012-10-17","Statement":[
          {"Sid":"In","Effect":"Allow","Principal":"*","Action":"ecr:*"},
          {"Sid":"Out","Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"ecr:BatchGetImage"}]}""");

    Answer denied = we("GET", "/v2/app/manifests/v1", "X-Berth-Explain", "true");

    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.message()).endsWith("with an explicit deny in a resource-based policy");
    assertThat(denied.header("X-Berth-Denial")).isEmpty();
    assertThat(we("GET", "/v2/app/tags/list").status()).isEqualTo(200);
  }

  // PO-09
  @Test
  void conditions_see_the_request_behind_the_proxy() {
    theySet(
        statement(
            "Allow",
            "\"ecr:ListImages\"",
            ",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"},\"Bool\":{\"aws:SecureTransport\":\"true\"},\"StringLike\":{\"aws:UserAgent\":\"docker/*\"}}"));
    String[] right = {
      "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "https", "User-Agent", "docker/28"
    };

    assertThat(we("GET", "/v2/app/tags/list", right).status()).isEqualTo(200);
    for (int at = 1; at < right.length; at += 2) {
      String[] wrong = right.clone();
      wrong[at] = new String[] {"203.0.114.7", "http", "curl/8"}[at / 2];
      assertThat(we("GET", "/v2/app/tags/list", wrong).status()).as(wrong[at]).isEqualTo(403);
    }
  }

  // RG-02
  @Test
  void the_policy_of_the_registry_counts_for_every_repository() {
    theirs.putRegistryPolicy(
        request ->
            request.policyText(
                statement(
                    "Allow",
                    "\"ecr:ListImages\"",
                    ",\"Resource\":\"arn:aws:ecr:us-east-1:222222222222:repository/*\"")));

    assertThat(we("GET", "/v2/app/tags/list").status()).isEqualTo(200);
    assertThat(we("GET", "/v2/other/tags/list").status()).isEqualTo(200);
    assertThat(we("GET", "/v2/app/manifests/v1").status()).isEqualTo(403);

    theirs.deleteRegistryPolicy(request -> {});
    assertThat(we("GET", "/v2/app/tags/list").status()).isEqualTo(403);
  }

  // PO-05
  @Test
  void a_policy_that_locks_its_author_out_needs_force() {
    String locking =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"ecr:SetRepositoryPolicy"}]}""";

    assertThatThrownBy(() -> theySet(locking))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Invalid parameter at 'PolicyText' failed to satisfy constraint");
    theirs.setRepositoryPolicy(
        request -> request.repositoryName("app").policyText(locking).force(true));

    assertThatThrownBy(() -> theySet(statement("Allow", PULL, "")))
        .isInstanceOf(EcrException.class)
        .hasMessageContaining("with an explicit deny in a resource-based policy");
    theirs.deleteRepositoryPolicy(request -> request.repositoryName("app"));
    theySet(statement("Allow", PULL, ""));
  }

  @Test
  void who_explains_a_denial_of_another_accounts_resource_needs_its_consent() {
    theySet(statement("Deny", "\"ecr:*\"", ""));

    assertThat(we("GET", "/v2/app/tags/list", "X-Berth-Explain", "true").header("X-Berth-Denial"))
        .isEmpty();
  }

  @Test
  void an_administrator_is_told_the_statement_that_denied() {
    theirs.setRepositoryPolicy(
        request ->
            request
                .repositoryName("app")
                .policyText(
                    """
                    {"Version":"2012-10-17","Statement":[{"Sid":"NoLists","Effect":"Deny","Principal":"*","Action":"ecr:ListImages"}]}"""));
    RegistryClient them =
        RegistryClient.anonymous(berth.endpoint())
            .login(berth.password(berth.access(new AccountId(THEIRS))));

    assertThat(
            them.send("GET", "/v2/app/tags/list", "X-Berth-Explain", "true")
                .header("X-Berth-Denial"))
        .isEqualTo(
            "ecr:ListImages on arn:aws:ecr:us-east-1:222222222222:repository/app: denied by a"
                + " resource-based policy, statement NoLists of policy of repository app");
  }
}
