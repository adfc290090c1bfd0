package dev.berth.testkit.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.RoleUsageType;

/** The roles of ECR's own services stay while there is work for them (IAM dossier 10). */
class ServiceLinkedRoleTest {

  @Test
  void a_role_is_deleted_when_no_region_has_work_for_its_service(@TempDir Path data) {
    try (RunningBerth berth =
            RunningBerth.on(
                data, settings -> settings.set(ConfigKey.REGIONS, "us-east-1,eu-central-1"));
        IamClient iam = berth.access().iam();
        EcrClient ecr = in(berth.access(), "eu-central-1").ecr()) {
      String cache = create(iam, "pullthroughcache.ecr.amazonaws.com");
      String templates = create(iam, "ecr.amazonaws.com");
      String replication = create(iam, "replication.ecr.amazonaws.com");
      ecr.createPullThroughCacheRule(
          r -> r.ecrRepositoryPrefix("public").upstreamRegistryUrl("public.ecr.aws"));
      ecr.createRepositoryCreationTemplate(
          r -> r.prefix("team").appliedFor(RCTAppliedFor.CREATE_ON_PUSH));
      replicate(ecr, List.of(rule()));

      assertInUse(iam, cache);
      assertInUse(iam, templates);
      assertInUse(iam, replication);

      ecr.deletePullThroughCacheRule(r -> r.ecrRepositoryPrefix("public"));
      ecr.deleteRepositoryCreationTemplate(r -> r.prefix("team"));
      replicate(ecr, List.of());
      assertDeleted(iam, cache);
      assertDeleted(iam, templates);
      assertDeleted(iam, replication);
      assertThatThrownBy(
              () -> iam.getServiceLinkedRoleDeletionStatus(r -> r.deletionTaskId("task/none")))
          .isInstanceOf(NoSuchEntityException.class);
    }
  }

  private static ReplicationRule rule() {
    return ReplicationRule.builder()
        .destinations(
            ReplicationDestination.builder().region("us-east-1").registryId("000000000000").build())
        .build();
  }

  private static void replicate(EcrClient ecr, List<ReplicationRule> rules) {
    ecr.putReplicationConfiguration(r -> r.replicationConfiguration(c -> c.rules(rules)));
  }

  private static AwsAccess in(AwsAccess access, String region) {
    return new AwsAccess(access.endpoint(), access.accessKeyId(), access.secretAccessKey(), region);
  }

  private static String create(IamClient iam, String service) {
    return iam.createServiceLinkedRole(r -> r.awsServiceName(service)).role().roleName();
  }

  private static GetServiceLinkedRoleDeletionStatusResponse delete(IamClient iam, String role) {
    String task = iam.deleteServiceLinkedRole(r -> r.roleName(role)).deletionTaskId();
    return iam.getServiceLinkedRoleDeletionStatus(r -> r.deletionTaskId(task));
  }

  private static void assertInUse(IamClient iam, String role) {
    GetServiceLinkedRoleDeletionStatusResponse status = delete(iam, role);

    assertThat(status.status()).isEqualTo(DeletionTaskStatusType.FAILED);
    assertThat(status.reason().reason()).contains(role);
    assertThat(status.reason().roleUsageList())
        .extracting(RoleUsageType::region)
        .containsExactly("eu-central-1");
    assertThat(iam.getRole(r -> r.roleName(role)).role().roleName()).isEqualTo(role);
  }

  private static void assertDeleted(IamClient iam, String role) {
    assertThat(delete(iam, role).status()).isEqualTo(DeletionTaskStatusType.SUCCEEDED);
    assertThatThrownBy(() -> iam.getRole(r -> r.roleName(role)))
        .isInstanceOf(NoSuchEntityException.class);
  }
}
