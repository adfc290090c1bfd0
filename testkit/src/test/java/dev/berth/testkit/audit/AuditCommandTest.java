package dev.berth.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.Crane;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.SampleLayer;
import dev.berth.testkit.oci.Manifests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;

/** {@code berth audit} and {@code berth explain-denial}, by what real clients left. */
final class AuditCommandTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";

  @TempDir private Path folder;

  private Path data;
  private RunningBerth berth;

  @BeforeEach
  void start() {
    data = folder.resolve("data");
    berth =
        RunningBerth.on(data, settings -> settings.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS));
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  private Outcome command(String name, String... arguments) {
    List<String> line = new ArrayList<>(List.of(name, "--data", data.toString()));
    line.addAll(List.of(arguments));
    return BerthProcess.run(line.toArray(String[]::new));
  }

  @Test
  @NeedsClient({"aws", "crane"})
  void what_the_aws_cli_and_crane_did_is_printed_and_found() {
    AwsCli aws = AwsCli.pinned(folder.resolve("aws"), berth.access());
    aws.ecr("create-repository", "--repository-name", "app").expectSuccess();
    Crane crane = new Crane(folder.resolve("crane"));
    crane.login(berth.registryHost(), "AWS", aws.loginPassword()).expectSuccess();
    String image = berth.registryHost() + "/app:1";
    crane
        .push(
            SampleImages.single(
                folder.resolve("image"), SampleLayer.ofFile("a", Manifests.bytes("a file"))),
            image)
        .expectSuccess();
    crane.run("pull", image, folder.resolve("pulled.tar").toString()).expectSuccess();
    TrailClient.of(berth.access()).awaited("EventName", "GetDownloadUrlForLayer");

    String all = command("audit", "--resource", "app").expectSuccess().text();
    String pushes = command("audit", "--event", "PutImage", "--json").expectSuccess().text();

    assertThat(all)
        .contains("TIME", "CreateRepository", "InitiateLayerUpload", "CompleteLayerUpload")
        .contains("PutImage", "BatchGetImage", "GetDownloadUrlForLayer", "repository/app");
    assertThat(pushes)
        .contains("\"imageTag\":\"1\"", "\"userAgent\":\"crane/")
        .contains("\"eventSource\":\"ecr.amazonaws.com\"");
    assertThat(command("audit", "--resource", "app", "--error").expectSuccess().text().lines())
        .noneMatch(line -> line.contains("PutImage"));
  }

  @Test
  void a_denial_is_explained_by_the_id_of_its_request() {
    berth.createRepository("app");
    String request;
    try (EcrClient theirs = berth.access(new AccountId(THEIRS)).ecr()) {
      EcrException denied =
          catchThrowableOfType(
              EcrException.class,
              () -> theirs.listImages(r -> r.registryId(OURS).repositoryName("app")));
      request = denied.requestId();
    }
    TrailClient.of(berth.access()).awaited("RequestId", request);

    assertThat(command("explain-denial", request).expectSuccess().text())
        .contains("request   " + request)
        .contains("who       arn:aws:iam::" + THEIRS + ":root with access key ")
        .contains("denied    ecr:ListImages on arn:aws:ecr:us-east-1:" + OURS + ":repository/app")
        .contains("because   no resource-based policy allows ecr:ListImages on it")
        .contains("answer    AccessDeniedException: User: arn:aws:iam::" + THEIRS + ":root");
  }

  @Test
  void a_request_that_is_not_known_or_was_not_denied_ends_with_1() {
    berth.createRepository("app");
    String allowed =
        TrailClient.of(berth.access())
            .awaited("EventName", "CreateRepository")
            .path("requestID")
            .asString();

    assertThat(command("explain-denial", allowed).exitCode()).isEqualTo(1);
    Outcome unknown = command("explain-denial", "00000000-0000-4000-8000-000000000000");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.stderr()).contains("knows no request");
  }
}
