package dev.berth.testkit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.guard.StoredState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.ValidationException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** CHECKLIST RG-05 to RG-08: account settings over the SDK for Java and {@code aws ecr}. */
class AccountSettingsTest {
  @TempDir private Path folder;
  private RunningBerth berth;
  private EcrClient ecr;

  @BeforeEach
  void start() {
    berth = RunningBerth.on(folder.resolve("data"));
    ecr = berth.ecr();
  }

  @AfterEach
  void stop() {
    ecr.close();
    berth.close();
  }

  // RG-05, RG-06
  @ParameterizedTest
  @CsvSource({
    "BASIC_SCAN_TYPE_VERSION, AWS_NATIVE",
    "REGISTRY_POLICY_SCOPE, V2",
    "BLOB_MOUNTING, ENABLED"
  })
  void what_nobody_has_set_has_its_default(String name, String value) {
    var answer = ecr.getAccountSetting(request -> request.name(name));

    assertThat(answer.name()).isEqualTo(name);
    assertThat(answer.value()).isEqualTo(value);
  }

  // RG-05
  @ParameterizedTest
  @CsvSource({
    "BASIC_SCAN_TYPE_VERSION, AWS_NATIVE",
    "REGISTRY_POLICY_SCOPE, V1",
    "BLOB_MOUNTING, DISABLED"
  })
  void what_is_set_is_answered_and_shown(String name, String value) {
    var set = ecr.putAccountSetting(request -> request.name(name).value(value));
    var shown = ecr.getAccountSetting(request -> request.name(name));

    assertThat(set.name()).isEqualTo(name);
    assertThat(set.value()).isEqualTo(value);
    assertThat(shown.value()).isEqualTo(value);
  }

  // RG-07
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BASIC_SCAN_TYPE_VERSION | CLAIR | value | [AWS_NATIVE]",
        "REGISTRY_POLICY_SCOPE | V3 | value | [V2, V1]",
        "BLOB_MOUNTING | enabled | value | [ENABLED, DISABLED]",
        "SOMETHING | ENABLED | name | [BASIC_SCAN_TYPE_VERSION, REGISTRY_POLICY_SCOPE, BLOB_MOUNTING]"
      })
  void another_name_or_value_is_refused_and_nothing_changes(
      String name, String value, String member, String allowed) {
    StoredState before = StoredState.of(folder.resolve("data"));

    assertThatThrownBy(() -> ecr.putAccountSetting(request -> request.name(name).value(value)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining(
            "Invalid parameter at '%s' failed to satisfy constraint: 'Member must satisfy enum value set: %s'"
                .formatted(member, allowed));

    assertThat(StoredState.of(folder.resolve("data")).tables().get("account_setting"))
        .isEqualTo(before.tables().get("account_setting"));
  }

  // RG-05, PR-16
  @Test
  void a_name_that_no_setting_has_is_refused_when_it_is_asked_for() {
    assertThatThrownBy(() -> ecr.getAccountSetting(request -> request.name("MOUNTS")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Invalid parameter at 'name'");
    assertThatThrownBy(() -> ecr.getAccountSetting(request -> request.name("A".repeat(65))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Member must have length less than or equal to 64");
  }

  // RG-08
  @Test
  void a_policy_may_let_somebody_change_one_setting_alone() {
    try (EcrClient user = userWith("ecr:PutAccountSetting", "BLOB_MOUNTING")) {
      user.putAccountSetting(request -> request.name("BLOB_MOUNTING").value("DISABLED"));

      assertThatThrownBy(
              () -> user.putAccountSetting(r -> r.name("REGISTRY_POLICY_SCOPE").value("V1")))
          .isInstanceOf(EcrException.class)
          .hasMessageContaining(
              "is not authorized to perform: ecr:PutAccountSetting on resource: *");
      assertThatThrownBy(() -> user.getAccountSetting(r -> r.name("BLOB_MOUNTING")))
          .isInstanceOf(EcrException.class)
          .hasMessageContaining("ecr:GetAccountSetting");
    }
    assertThat(ecr.getAccountSetting(r -> r.name("BLOB_MOUNTING")).value()).isEqualTo("DISABLED");
    assertThat(ecr.getAccountSetting(r -> r.name("REGISTRY_POLICY_SCOPE")).value()).isEqualTo("V2");
  }

  private EcrClient userWith(String action, String setting) {
    try (IamClient iam = berth.access().iam()) {
      iam.createUser(request -> request.userName("settler"));
      iam.putUserPolicy(
          request ->
              request
                  .userName("settler")
                  .policyName("one")
                  .policyDocument(
                      """
                      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s",\
                      "Resource":"*","Condition":{"StringEquals":{"ecr:AccountSetting":"%s"}}}]}"""
                          .formatted(action, setting)));
      AccessKey key = iam.createAccessKey(request -> request.userName("settler")).accessKey();
      return berth.access().as(key).ecr();
    }
  }

  // RG-05: a registry is an account in a Region
  @Test
  void a_setting_holds_in_one_region() {
    RunningBerth two =
        RunningBerth.on(
            folder.resolve("two"),
            settings -> settings.set(ConfigKey.REGIONS, "us-east-1,eu-west-1"));
    AwsAccess here = two.access();
    AwsAccess there =
        new AwsAccess(here.endpoint(), here.accessKeyId(), here.secretAccessKey(), "eu-west-1");
    try (two;
        EcrClient first = here.ecr();
        EcrClient second = there.ecr()) {
      first.putAccountSetting(request -> request.name("BLOB_MOUNTING").value("DISABLED"));

      assertThat(second.getAccountSetting(r -> r.name("BLOB_MOUNTING")).value())
          .isEqualTo("ENABLED");
    }
  }

  // RG-05, PR-15
  @Test
  @NeedsClient("aws")
  void the_cli_sets_and_shows_them() {
    AwsCli aws = AwsCli.pinned(folder.resolve("home"), berth.access());

    String set =
        aws.ecrValue(
            "[name,value]",
            "put-account-setting",
            "--name",
            "REGISTRY_POLICY_SCOPE",
            "--value",
            "V1");

    assertThat(set).isEqualTo("REGISTRY_POLICY_SCOPE\tV1");
    assertThat(
            aws.ecrValue("[name,value]", "get-account-setting", "--name", "REGISTRY_POLICY_SCOPE"))
        .isEqualTo("REGISTRY_POLICY_SCOPE\tV1");
    assertThat(
            aws.ecr("put-account-setting", "--name", "BASIC_SCAN_TYPE_VERSION", "--value", "CLAIR")
                .expectFailure()
                .stderr())
        .contains("(ValidationException)")
        .contains("[AWS_NATIVE]");
  }
}
