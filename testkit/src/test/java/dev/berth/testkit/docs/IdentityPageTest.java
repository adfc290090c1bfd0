package dev.berth.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.Crane;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.SampleLayer;
import dev.berth.testkit.oci.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

/** What docs/identity.md tells to type, typed; and what it says of the user that may only pull. */
@NeedsClient({"aws", "crane"})
final class IdentityPageTest {
  private static final Path PAGE = Path.of("..", "docs", "identity.md");

  @TempDir private Path folder;

  @Test
  void every_command_works_and_the_puller_pulls_and_is_told_why_it_may_not_push()
      throws IOException {
    List<String> commands = Terminal.commands(PAGE, "aws ");
    assertThat(commands).hasSizeGreaterThan(15);
    try (RunningBerth berth = RunningBerth.on(folder.resolve("berth-data"))) {
      Outcome typed = new Terminal(folder).as(berth.access()).type(commands);

      assertThat(typed.stdout())
          .contains("\"EvalDecision\": \"allowed\"", "\"EvalDecision\": \"implicitDeny\"")
          .contains("\"SecretAccessKey\": ");
      assertThatThePullerPullsAndDoesNotPush(berth);
    }
  }

  private void assertThatThePullerPullsAndDoesNotPush(RunningBerth berth) {
    berth.createRepository("demo");
    SampleImages.Layout image =
        SampleImages.single(
            folder.resolve("image"), SampleLayer.ofFile("text", Manifests.bytes("text")));
    String name = berth.registryHost() + "/demo:1";
    Crane root = new Crane(folder.resolve("root"));
    root.login(berth.registryHost(), "AWS", berth.password()).expectSuccess();
    root.push(image, name).expectSuccess();
    try (IamClient iam = berth.access().iam()) {
      AwsAccess puller =
          berth.access().as(iam.createAccessKey(r -> r.userName("puller")).accessKey());
      Crane crane = new Crane(folder.resolve("puller"));
      crane.login(berth.registryHost(), "AWS", berth.password(puller)).expectSuccess();

      crane.run("manifest", name).expectSuccess();
      crane.run("export", name, folder.resolve("exported.tar").toString()).expectSuccess();
      Outcome pushed = crane.run("copy", name, berth.registryHost() + "/demo:2").expectFailure();

      assertThat(pushed.stderr())
          .contains("DENIED")
          .contains(
              "User: arn:aws:iam::000000000000:user/puller is not authorized to perform: ecr:")
          .contains("because no identity-based policy allows the ecr:");
    }
  }
}
