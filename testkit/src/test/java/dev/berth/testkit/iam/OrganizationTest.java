package dev.berth.testkit.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.server.config.ConfigMistakes;
import dev.berth.testkit.RunningBerth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Policies of an organization from files (IAM dossier 5.5). */
class OrganizationTest {
  private static final String MANAGEMENT = "111111111111";
  private static final String MEMBER = "222222222222";
  private static final String ALLOW_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
  private static final String DENY_DELETES =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"ecr:DeleteRepository\","
          + "\"Resource\":\"*\"}}";

  @TempDir private Path folder;

  @Test
  void a_service_control_policy_binds_the_root_of_a_member_and_not_the_management_account()
      throws IOException {
    Path root = Files.writeString(folder.resolve("root.json"), ALLOW_ALL);
    Path unit =
        Files.writeString(folder.resolve("unit.json"), "[" + ALLOW_ALL + "," + DENY_DELETES + "]");
    try (RunningBerth berth =
            RunningBerth.on(
                folder.resolve("data"),
                settings ->
                    settings
                        .set(ConfigKey.ACCOUNTS, MANAGEMENT + "," + MEMBER)
                        .set(ConfigKey.ORGANIZATIONS_MANAGEMENT_ACCOUNT, MANAGEMENT)
                        .set(ConfigKey.ORGANIZATIONS_SERVICE_CONTROL, root + "," + unit));
        EcrClient member = berth.access(new AccountId(MEMBER)).ecr();
        EcrClient management = berth.ecr()) {
      member.createRepository(request -> request.repositoryName("app"));
      management.createRepository(request -> request.repositoryName("app"));

      assertThatThrownBy(() -> member.deleteRepository(request -> request.repositoryName("app")))
          .hasMessageContaining("with an explicit deny in a service control policy");
      assertThat(
              management
                  .deleteRepository(request -> request.repositoryName("app"))
                  .repository()
                  .repositoryName())
          .isEqualTo("app");
    }
  }

  @Test
  void a_resource_control_policy_that_allows_stops_the_start() throws IOException {
    Path file = Files.writeString(folder.resolve("allow.json"), ALLOW_ALL);

    assertThatThrownBy(
            () ->
                RunningBerth.on(
                    folder.resolve("data"),
                    settings ->
                        settings.set(ConfigKey.ORGANIZATIONS_RESOURCE_CONTROL, file.toString())))
        .isInstanceOf(ConfigMistakes.class)
        .hasMessageContaining("organizations: a policy is refused");
  }
}
