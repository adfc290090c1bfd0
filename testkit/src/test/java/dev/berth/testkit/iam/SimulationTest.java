package dev.berth.testkit.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

/**
 * What simulations say of the limits above identity policies: EvaluationResult of IAM's API
 * reference.
 */
class SimulationTest {
  private static final String MANAGEMENT = "111111111111";
  private static final String MEMBER = "222222222222";
  private static final String ALL = allowing("ecr:*");
  private static final String NO_DELETES =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
       {"Effect":"Deny","Action":"ecr:DeleteRepository","Resource":"*"}]}""";
  private static final String REPOSITORY = "arn:aws:ecr:us-east-1:222222222222:repository/app";

  @TempDir private Path folder;

  private static String allowing(String action) {
    return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}"""
        .formatted(action);
  }

  @Test
  void a_simulation_tells_what_boundary_and_organization_leave() throws IOException {
    Path control = Files.writeString(folder.resolve("control.json"), NO_DELETES);
    try (RunningBerth berth =
            RunningBerth.on(
                folder.resolve("data"),
                settings ->
                    settings
                        .set(ConfigKey.ACCOUNTS, MANAGEMENT + "," + MEMBER)
                        .set(ConfigKey.ORGANIZATIONS_MANAGEMENT_ACCOUNT, MANAGEMENT)
                        .set(ConfigKey.ORGANIZATIONS_SERVICE_CONTROL, control.toString()));
        IamClient member = berth.access(new AccountId(MEMBER)).iam();
        IamClient management = berth.access().iam()) {
      String bounded = user(member, "bounded");
      String boundary =
          member
              .createPolicy(r -> r.policyName("lists").policyDocument(allowing("ecr:List*")))
              .policy()
              .arn();
      member.putUserPermissionsBoundary(r -> r.userName("bounded").permissionsBoundary(boundary));

      EvaluationResult list = simulated(member, bounded, "ecr:ListImages");
      EvaluationResult put = simulated(member, bounded, "ecr:PutImage");
      EvaluationResult delete = simulated(member, user(member, "free"), "ecr:DeleteRepository");
      EvaluationResult outside = simulated(management, user(management, "a"), "ecr:PutImage");

      assertThat(list.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
      assertThat(list.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary()).isTrue();
      assertThat(list.organizationsDecisionDetail().allowedByOrganizations()).isTrue();
      assertThat(put.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
      assertThat(put.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary()).isFalse();
      assertThat(put.organizationsDecisionDetail().allowedByOrganizations()).isTrue();
      assertThat(delete.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.EXPLICIT_DENY);
      assertThat(delete.organizationsDecisionDetail().allowedByOrganizations()).isFalse();
      assertThat(delete.permissionsBoundaryDecisionDetail()).isNull();
      assertThat(delete.matchedStatements())
          .as("what the organization says stays its own")
          .hasSize(1);
      assertThat(outside.organizationsDecisionDetail()).isNull();
    }
  }

  @Test
  void a_boundary_that_is_only_tried_out_is_told_of_as_well() {
    try (RunningBerth berth = RunningBerth.on(folder.resolve("data"), settings -> settings);
        IamClient iam = berth.access().iam()) {
      List<EvaluationResult> results =
          iam.simulateCustomPolicy(
                  r ->
                      r.policyInputList(ALL)
                          .permissionsBoundaryPolicyInputList(allowing("ecr:List*"))
                          .actionNames("ecr:ListImages", "ecr:PutImage"))
              .evaluationResults();

      assertThat(results)
          .extracting(
              result -> result.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
          .containsExactly(true, false);
      assertThat(results).allMatch(result -> result.organizationsDecisionDetail() == null);
    }
  }

  private static String user(IamClient iam, String name) {
    String arn = iam.createUser(r -> r.userName(name)).user().arn();
    iam.putUserPolicy(r -> r.userName(name).policyName("own").policyDocument(ALL));
    return arn;
  }

  private static EvaluationResult simulated(IamClient iam, String user, String action) {
    return iam.simulatePrincipalPolicy(
            r -> r.policySourceArn(user).actionNames(action).resourceArns(REPOSITORY))
        .evaluationResults()
        .getFirst();
  }
}
