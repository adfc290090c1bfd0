package dev.berth.testkit.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.StatusType;

/** Threat T9: who signs with a key that does not count learns nothing about it. */
class UnknownKeysTest {
  private static final String UNKNOWN = "AKIAUNKNOWN000000000";

  /** Status, fields and bytes of an answer, without what is different in each. */
  private record Told(int status, Map<String, Object> fields, String body) {
    static Told of(Answer answer) {
      Map<String, Object> fields = new TreeMap<>(answer.headers());
      String id = answer.header("x-amzn-requestid");
      fields.remove("x-amzn-requestid");
      fields.remove("date");
      return new Told(answer.status(), fields, answer.text().replace(id, "ID"));
    }
  }

  @Test
  void unknown_inactive_and_deleted_keys_are_answered_alike(@TempDir Path data) {
    try (RunningBerth berth = RunningBerth.on(data, UnaryOperator.identity());
        IamClient iam = berth.access().iam()) {
      iam.createUser(request -> request.userName("alice"));
      AccessKey inactive = iam.createAccessKey(request -> request.userName("alice")).accessKey();
      AccessKey deleted = iam.createAccessKey(request -> request.userName("alice")).accessKey();
      iam.updateAccessKey(
          request ->
              request
                  .userName("alice")
                  .accessKeyId(inactive.accessKeyId())
                  .status(StatusType.INACTIVE));
      iam.deleteAccessKey(request -> request.userName("alice").accessKeyId(deleted.accessKeyId()));
      Signing root = Signing.of(berth.access());

      Told unknown = Told.of(root.as(UNKNOWN, "secret").call("DescribeRegistry", "{}"));

      assertThat(unknown.status()).isEqualTo(400);
      assertThat(unknown.body()).contains("UnrecognizedClientException");
      for (AccessKey key : new AccessKey[] {inactive, deleted}) {
        assertThat(
                Told.of(
                    root.as(key.accessKeyId(), key.secretAccessKey())
                        .call("DescribeRegistry", "{}")))
            .as("the right secret")
            .isEqualTo(unknown);
        assertThat(Told.of(root.as(key.accessKeyId(), "a guess").call("DescribeRegistry", "{}")))
            .as("a wrong secret")
            .isEqualTo(unknown);
      }
    }
  }
}
