package dev.berth.testkit.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.Crane;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.SampleLayer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CHECKLIST PO-01, PO-04, PO-08, RG-01 with {@code aws ecr}, and a pull from another account by its
 * host name: crane reaches it through Berth as its proxy, since no resolver knows the name.
 */
@NeedsClient({"aws", "crane"})
final class RepositoryPolicyTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final String THEIR_HOST = THEIRS + ".dkr.ecr.us-east-1.amazonaws.com";
  private static final String PULL =
      """
      {"Version":"2012-10-17","Statement":[{"Sid":"Pull for ours","Effect":"Allow",\
      "Principal":{"AWS":"arn:aws:iam::111111111111:root"},\
      "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}]}""";

  @TempDir private Path folder;
  private RunningBerth berth;
  private AwsCli ours;
  private AwsCli theirs;

  @BeforeEach
  void start() {
    berth =
        RunningBerth.on(
            folder.resolve("data"),
            settings -> settings.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS));
    ours = AwsCli.pinned(folder.resolve("ours"), berth.access());
    theirs = AwsCli.pinned(folder.resolve("theirs"), berth.access(new AccountId(THEIRS)));
    theirs.ecr("create-repository", "--repository-name", "app").expectSuccess();
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  private Outcome set(String policy) {
    return theirs.ecr("set-repository-policy", "--repository-name", "app", "--policy-text", policy);
  }

  @Test
  void a_policy_is_set_shown_and_deleted() {
    set(PULL).expectSuccess();

    assertThat(
            theirs.ecrValue(
                "[registryId,repositoryName]", "get-repository-policy", "--repository-name", "app"))
        .isEqualTo(THEIRS + "\tapp");
    assertThat(theirs.ecrValue("policyText", "get-repository-policy", "--repository-name", "app"))
        .startsWith("{\n  \"Version\" : \"2012-10-17\",\n  \"Statement\" : [ {\n");
    theirs.ecr("delete-repository-policy", "--repository-name", "app").expectSuccess();
    assertThat(
            theirs
                .ecr("get-repository-policy", "--repository-name", "app")
                .expectFailure()
                .stderr())
        .contains("(RepositoryPolicyNotFoundException)")
        .contains("Repository policy does not exist for the repository with name 'app'");
  }

  @Test
  void a_text_that_is_no_policy_is_refused() {
    assertThat(set("{\"Version\":\"2012-10-17\"}").expectFailure().stderr())
        .contains("(InvalidParameterException)")
        .contains(
            "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'");
    assertThat(set(PULL.replace(":root", ":user/nobody")).expectFailure().stderr())
        .contains("'Principal not found'");
  }

  @Test
  void a_registry_policy_is_put_shown_and_deleted() {
    String policy = PULL.replace("\"Action\"", "\"Resource\":\"*\",\"Action\"");
    theirs.ecr("put-registry-policy", "--policy-text", policy).expectSuccess();

    assertThat(theirs.ecrValue("registryId", "get-registry-policy")).isEqualTo(THEIRS);
    assertThat(theirs.ecrValue("registryId", "delete-registry-policy")).isEqualTo(THEIRS);
    assertThat(theirs.ecr("get-registry-policy").expectFailure().stderr())
        .contains("(RegistryPolicyNotFoundException)");
  }

  @Test
  void an_image_is_pulled_from_the_other_account_when_its_policy_allows() {
    Crane them = new Crane(folder.resolve("them")).through(berth.endpoint());
    them.login(THEIR_HOST, "AWS", theirs.loginPassword()).expectSuccess();
    SampleImages.Layout image =
        SampleImages.single(
            folder.resolve("image"), SampleLayer.ofFile("text", "shared".getBytes(UTF_8)));
    them.push(image, THEIR_HOST + "/app:1").expectSuccess();
    Crane us = new Crane(folder.resolve("us")).through(berth.endpoint());
    us.login(THEIR_HOST, "AWS", ours.loginPassword()).expectSuccess();
    String target = folder.resolve("pulled.tar").toString();

    Outcome denied = us.run("pull", THEIR_HOST + "/app:1", target);
    set(PULL).expectSuccess();
    Outcome allowed = us.run("pull", THEIR_HOST + "/app:1", target);
    Outcome push = us.push(image, THEIR_HOST + "/app:2");

    assertThat(denied.expectFailure().stderr())
        .contains("because no resource-based policy allows the ecr:BatchGetImage action");
    allowed.expectSuccess();
    assertThat(push.expectFailure().stderr())
        .contains("because no resource-based policy allows the ecr:");
  }
}
