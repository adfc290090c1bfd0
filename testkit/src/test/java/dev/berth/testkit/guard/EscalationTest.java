package dev.berth.testkit.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

/** Threat T22: a user without rights gets none by any action of IAM, and changes nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class EscalationTest {
  private static final String READ_ONLY =
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";

  private Path data;
  private RunningBerth berth;
  private SignedCalls nobody;
  private SignedCalls reader;
  private IamSamples iam;

  @BeforeAll
  void start(@TempDir Path folder) {
    data = folder;
    berth = RunningBerth.on(data);
    iam = IamSamples.prepare(SignedCalls.of(berth.access()));
    try (IamClient root = berth.access().iam()) {
      nobody = user(root, "nobody");
      reader = user(root, "reader");
      root.attachUserPolicy(request -> request.userName("reader").policyArn(READ_ONLY));
    }
  }

  private SignedCalls user(IamClient root, String name) {
    root.createUser(request -> request.userName(name));
    return SignedCalls.of(
        berth.access().as(root.createAccessKey(request -> request.userName(name)).accessKey()));
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  @TestFactory
  Stream<DynamicTest> a_user_without_the_right_is_refused_and_nothing_is_stored() {
    return iam.parameters().keySet().stream()
        .flatMap(
            action ->
                Stream.of(denied(action, nobody, "nobody"), denied(action, reader, "reader")));
  }

  private DynamicTest denied(String action, SignedCalls calls, String user) {
    return dynamicTest(
        action + " as " + user,
        () -> {
          StoredState before = StoredState.of(data);
          Answer answer = calls.sendForm("iam", iam.form(action));

          assertThat(answer.status()).isEqualTo(403);
          assertThat(answer.text())
              .contains(
                  "User: arn:aws:iam::000000000000:user/%s is not authorized to perform: iam:%s on resource: "
                      .formatted(user, action))
              .contains(
                  "because no identity-based policy allows the iam:%s action".formatted(action));
          assertThat(StoredState.of(data)).isEqualTo(before);
        });
  }
}
