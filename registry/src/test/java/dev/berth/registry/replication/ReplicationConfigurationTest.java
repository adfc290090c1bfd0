package dev.berth.registry.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** CHECKLIST RE-05; ECR dossier 16. */
final class ReplicationConfigurationTest {
  private static final RegistryId WEST =
      new RegistryId(new AccountId("123456789012"), new Region("us-west-2"));
  private static final RegistryId OTHER =
      new RegistryId(new AccountId("222222222222"), new Region("us-east-1"));

  private static ReplicationRule rule(List<RegistryId> to, String... prefixes) {
    return new ReplicationRule(to, List.of(prefixes));
  }

  private static List<RegistryId> to(String repository, ReplicationRule... rules) {
    return new ReplicationConfiguration(List.of(rules))
        .destinations(new RepositoryName(repository));
  }

  // RE-05
  @Test
  void a_rule_is_about_names_with_one_of_its_prefixes_and_without_any_about_all() {
    assertThat(to("prod/app", rule(List.of(WEST), "dev", "prod"))).containsExactly(WEST);
    assertThat(to("production", rule(List.of(WEST), "prod"))).containsExactly(WEST);
    assertThat(to("my/prod", rule(List.of(WEST), "prod"))).isEmpty();
    assertThat(to("my/prod", rule(List.of(WEST)))).containsExactly(WEST);
    assertThat(to("app")).isEmpty();
  }

  @Test
  void a_destination_of_several_rules_is_one() {
    assertThat(
            to(
                "app",
                rule(List.of(OTHER, WEST), "no"),
                rule(List.of(WEST)),
                rule(List.of(WEST, OTHER))))
        .containsExactly(WEST, OTHER);
  }

  @Test
  void what_is_stored_is_read_again() {
    for (ReplicationConfiguration each :
        List.of(
            ReplicationConfiguration.NONE,
            new ReplicationConfiguration(
                List.of(rule(List.of()), rule(List.of(WEST, OTHER), "prod", "a/b"))))) {
      assertThat(ReplicationConfiguration.parse(each.text())).isEqualTo(each);
    }
  }
}
