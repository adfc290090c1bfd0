package dev.berth.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;

/** {@code berth root}, as whoever owns the data folder types it. */
final class RootCommandTest {
  private static final String ACCOUNT = "000000000000";
  private static final String READ_ONLY =
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";
  private static final Map<String, String> ROOT =
      Map.of(
          "BERTH_ROOT_ACCESS_KEY_ID", "AKIAROOTCOMMANDTEST0",
          "BERTH_ROOT_SECRET_ACCESS_KEY", "a/root+secret/of/this/test/alone");

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void name_the_folder() {
    data = folder.resolve("data");
  }

  /** A user with a key, and a registry token made with it. */
  private record Member(AccessKey key, String token) {

    static Member made(URI endpoint) {
      try (IamClient iam = root(endpoint).iam()) {
        iam.createUser(r -> r.userName("member"));
        iam.attachUserPolicy(r -> r.userName("member").policyArn(READ_ONLY));
        AccessKey key = iam.createAccessKey(r -> r.userName("member")).accessKey();
        return new Member(key, login(root(endpoint).as(key)));
      }
    }

    void assertWorks(URI endpoint) {
      try (StsClient sts = root(endpoint).as(key).sts()) {
        assertThat(sts.getCallerIdentity().arn()).endsWith(":user/member");
      }
      assertThat(catalog(endpoint, token)).isEqualTo(200);
    }
  }

  private static AwsAccess root(URI endpoint) {
    return new AwsAccess(
        endpoint,
        ROOT.getOrDefault("BERTH_ROOT_ACCESS_KEY_ID", ""),
        ROOT.getOrDefault("BERTH_ROOT_SECRET_ACCESS_KEY", ""),
        "us-east-1");
  }

  private static String login(AwsAccess access) {
    try (EcrClient ecr = access.ecr()) {
      String token =
          ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
      String decoded = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      return decoded.substring("AWS:".length());
    }
  }

  private static int catalog(URI endpoint, String token) {
    return RegistryClient.anonymous(endpoint).login(token).send("GET", "/v2/_catalog").status();
  }

  private Outcome root(String command, String... more) {
    return root(Map.of(), command, more);
  }

  private Outcome root(Map<String, String> environment, String command, String... more) {
    String[] line = {"root", command, "--data", data.toString()};
    String[] all = Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return BerthProcess.prepared(all).environment(environment).run();
  }

  private static String after(String name, String printed) {
    return printed
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(printed));
  }

  private static Map<String, String> with(Map<String, String> some, String name, String value) {
    Map<String, String> all = new HashMap<>(some);
    all.put(name, value);
    return all;
  }

  private static String key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }

  @Test
  void the_master_key_is_replaced_and_every_secret_goes_on() throws IOException {
    Member member;
    try (BerthProcess berth = BerthProcess.serve(data, ROOT)) {
      member = Member.made(berth.endpoint());
      assertThat(berth.stop()).isZero();
    }
    String before = Files.readString(data.resolve("master.key"));

    Outcome rotated = root("rotate-master-key").expectSuccess();

    // the root's key, the member's, and the key that seals tokens
    assertThat(rotated.text()).endsWith("3 secrets are encrypted under the new master key.");
    String after = Files.readString(data.resolve("master.key"));
    assertThat(after).isNotEqualTo(before);
    assertThat(data.resolve("master.key.next")).doesNotExist();
    try (BerthProcess berth = BerthProcess.serve(data, Map.of())) {
      member.assertWorks(berth.endpoint());
      try (StsClient sts = root(berth.endpoint()).sts()) {
        assertThat(sts.getCallerIdentity().account()).isEqualTo(ACCOUNT);
      }
    }
    assertThatThrownBy(
            () -> BerthProcess.serve(data, with(ROOT, "BERTH_MASTER_KEY", before.strip())))
        .hasMessageContaining("master key");
  }

  @Test
  void a_master_key_of_the_environment_is_replaced_by_one_of_the_environment() throws IOException {
    Map<String, String> old = with(ROOT, "BERTH_MASTER_KEY", key(1));
    Member member;
    try (BerthProcess berth = BerthProcess.serve(data, old)) {
      member = Member.made(berth.endpoint());
      berth.stop();
    }

    Outcome without = root(old, "rotate-master-key");
    root(with(old, "BERTH_NEW_MASTER_KEY", key(2)), "rotate-master-key").expectSuccess();

    assertThat(without.exitCode()).isEqualTo(1);
    assertThat(without.stderr()).contains("BERTH_NEW_MASTER_KEY").doesNotContain(key(1));
    assertThat(data.resolve("master.key")).doesNotExist();
    assertThatThrownBy(() -> BerthProcess.serve(data, old)).hasMessageContaining("master key");
    try (BerthProcess berth = BerthProcess.serve(data, with(ROOT, "BERTH_MASTER_KEY", key(2)))) {
      member.assertWorks(berth.endpoint());
    }
  }

  @Test
  void a_new_root_key_takes_the_place_of_the_old_one() throws IOException {
    Member member;
    String oldToken;
    try (BerthProcess berth = BerthProcess.serve(data, ROOT)) {
      member = Member.made(berth.endpoint());
      oldToken = login(root(berth.endpoint()));
      assertThat(catalog(berth.endpoint(), oldToken)).isEqualTo(200);
      berth.stop();
    }

    String printed = root("new-key", ACCOUNT).text();

    String id = after("AWS_ACCESS_KEY_ID=", printed);
    String secret = after("AWS_SECRET_ACCESS_KEY=", printed);
    try (BerthProcess berth = BerthProcess.serve(data, Map.of())) {
      try (StsClient sts = new AwsAccess(berth.endpoint(), id, secret, "us-east-1").sts()) {
        assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::" + ACCOUNT + ":root");
      }
      try (StsClient sts = root(berth.endpoint()).sts()) {
        assertThatThrownBy(sts::getCallerIdentity)
            .hasMessageContaining("The security token included in the request is invalid");
      }
      assertThat(catalog(berth.endpoint(), oldToken)).isEqualTo(401);
      member.assertWorks(berth.endpoint());
    }
  }

  @Test
  void the_profile_of_the_folder_has_the_new_root_key() throws IOException {
    Path profile = data.resolve("aws-profile");
    try (BerthProcess berth = BerthProcess.serve(data, Map.of())) {
      berth.stop();
    }
    String before = Files.readString(profile);

    String secret = after("AWS_SECRET_ACCESS_KEY=", root("new-key", ACCOUNT).text());

    assertThat(Files.readString(profile))
        .contains(secret, "region = us-east-1", "endpoint_url = ")
        .hasSameSizeAs(before);
    try (BerthProcess berth = BerthProcess.serve(data, Map.of())) {
      assertThat(berth.process().isAlive()).isTrue();
      BerthProcess.run("status", "--data", data.toString()).expectSuccess();
    }
  }

  @Test
  void an_account_that_is_none_is_wrong_usage_and_one_that_is_not_there_is_told()
      throws IOException {
    try (BerthProcess berth = BerthProcess.serve(data, ROOT)) {
      berth.stop();
    }

    Outcome malformed = root("new-key", "12");
    Outcome unknown = root("new-key", "999999999999");

    assertThat(malformed.exitCode()).isEqualTo(2);
    assertThat(malformed.stderr()).contains("12 digits", "Usage: berth root new-key");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.stderr()).contains("There is no account 999999999999 here.");
  }

  @Test
  void a_folder_in_use_is_left_alone_and_its_holder_named() throws IOException {
    try (BerthProcess berth = BerthProcess.serve(data, ROOT)) {
      byte[] key = Files.readAllBytes(data.resolve("master.key"));
      String holder = Long.toString(berth.process().pid());

      for (Outcome refused : new Outcome[] {root("rotate-master-key"), root("new-key", ACCOUNT)}) {
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr()).contains(data.toString(), holder);
        assertThat(refused.stdout()).isEmpty();
      }

      assertThat(Files.readAllBytes(data.resolve("master.key"))).isEqualTo(key);
      try (StsClient sts = root(berth.endpoint()).sts()) {
        assertThat(sts.getCallerIdentity().account()).isEqualTo(ACCOUNT);
      }
    }
  }

  @Test
  void where_no_folder_is_none_is_made() {
    assertThat(root("rotate-master-key").stderr())
        .contains("There is no Berth data folder at " + data);
    assertThat(root("new-key", ACCOUNT).exitCode()).isEqualTo(1);
    assertThat(data).doesNotExist();
  }
}
