package dev.berth.testkit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.RegistryPolicyNotFoundException;

/**
 * CHECKLIST RG-02, RG-03, RG-06: which actions the policy of a registry decides about, seen by
 * another account that it lets in.
 */
class RegistryPolicyScopeTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";

  private RunningBerth berth;
  private EcrClient ours;
  private EcrClient theirs;

  @BeforeEach
  void start(@TempDir Path data) {
    berth =
        RunningBerth.on(data, settings -> settings.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS));
    ours = berth.ecr();
    theirs = berth.access(new AccountId(THEIRS)).ecr();
    theirs.createRepository(request -> request.repositoryName("app"));
  }

  @AfterEach
  void stop() {
    ours.close();
    theirs.close();
    berth.close();
  }

  private static String policy(String effect, String principal, String actions) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"%s","Principal":{"AWS":"%s"},\
    "Action":%s,"Resource":"arn:aws:ecr:us-east-1:222222222222:repository/*"}]}"""
        .formatted(effect, principal, actions);
  }

  private void theyPut(String policy) {
    theirs.putRegistryPolicy(request -> request.policyText(policy));
  }

  private void theyChoose(String scope) {
    theirs.putAccountSetting(request -> request.name("REGISTRY_POLICY_SCOPE").value(scope));
  }

  private void weList() {
    ours.listImages(request -> request.registryId(THEIRS).repositoryName("app"));
  }

  private void weCreate(String name) {
    ours.createRepository(request -> request.registryId(THEIRS).repositoryName(name));
  }

  // RG-02, RG-03
  @Test
  void the_first_scope_grants_the_three_actions_and_nothing_else() {
    theyPut(policy("Allow", OURS, "\"ecr:*\""));
    weList();

    theyChoose("V1");

    assertThatThrownBy(this::weList)
        .isInstanceOf(EcrException.class)
        .hasMessageContaining("because no resource-based policy allows the ecr:ListImages action");
    weCreate("ours/one");
    theyChoose("V2");
    weList();
  }

  // RG-02, RG-03
  @Test
  void the_first_scope_denies_the_three_actions_and_nothing_else() {
    theyPut(policy("Deny", THEIRS, "[\"ecr:CreateRepository\",\"ecr:ListImages\"]"));
    assertThatThrownBy(() -> theirs.listImages(request -> request.repositoryName("app")))
        .hasMessageContaining("with an explicit deny in a resource-based policy");

    theyChoose("V1");

    assertThat(theirs.listImages(request -> request.repositoryName("app")).imageIds()).isEmpty();
    assertThatThrownBy(() -> theirs.createRepository(request -> request.repositoryName("new")))
        .hasMessageContaining("with an explicit deny in a resource-based policy");
  }

  // RG-03, RG-04
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"ecr:ListImages\"",
        "[\"ecr:CreateRepository\",\"ecr:PutImage\"]",
        "\"ecr:Cr*\""
      })
  void the_first_scope_takes_no_policy_about_other_actions(String actions) {
    theyChoose("V1");

    assertThatThrownBy(() -> theyPut(policy("Allow", OURS, actions)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided'");
    assertThatThrownBy(() -> theirs.getRegistryPolicy(request -> {}))
        .isInstanceOf(RegistryPolicyNotFoundException.class);
  }

  // RG-03
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"ecr:ReplicateImage\",\"ecr:BatchImportUpstreamImage\",\"ecr:createrepository\"]",
        "\"ecr:*\""
      })
  void the_first_scope_takes_a_policy_about_the_three(String actions) {
    theyChoose("V1");

    theyPut(policy("Allow", OURS, actions));

    weCreate("ours/two");
    assertThatThrownBy(this::weList).isInstanceOf(EcrException.class);
  }

  // RG-03
  @Test
  void a_policy_of_before_stays_and_is_shown_as_it_was() {
    theyPut(policy("Allow", OURS, "\"ecr:ListImages\""));
    String before = theirs.getRegistryPolicy(request -> {}).policyText();

    theyChoose("V1");

    assertThat(theirs.getRegistryPolicy(request -> {}).policyText()).isEqualTo(before);
  }
}
