package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of ECR dossier 17.2 (CHECKLIST PT-06), and the prefixes of rules and templates. */
class PullThroughCacheRuleTest {

  // PT-06
  @ParameterizedTest
  @CsvSource({
    "ecr-public, ROOT, ecr-public/my-app/image1, my-app/image1",
    "ROOT, ROOT, my-app/image1, my-app/image1",
    "team-a, team-a, team-a/myapp/image1, team-a/myapp/image1",
    "my-app, upstream-app, my-app/image1, upstream-app/image1",
    "my-app/, upstream-app/, my-app/image1, upstream-app/image1"
  })
  void a_name_here_has_a_name_upstream(
      String prefix, String upstreamPrefix, String name, String expected) {
    assertThat(rule(prefix, upstreamPrefix).upstreamName(new RepositoryName(name)))
        .contains(expected);
  }

  // PT-06
  @ParameterizedTest
  @ValueSource(strings = {"my-app", "my-apps/x", "other/my-app/x"})
  void a_rule_is_not_about_names_outside_of_its_prefix(String name) {
    assertThat(rule("my-app", "ROOT").upstreamName(new RepositoryName(name))).isEmpty();
  }

  private static PullThroughCacheRule rule(String prefix, String upstreamPrefix) {
    return new PullThroughCacheRule(
        new RegistryId(new AccountId("123456789012"), new Region("us-east-1")),
        new RepositoryPrefix(prefix),
        UpstreamRegistry.QUAY,
        "quay.io",
        new RepositoryPrefix(upstreamPrefix),
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  // CT-02, CT-03
  @Test
  void a_name_is_covered_by_its_namespaces_and_root() {
    assertThat(RepositoryPrefix.of(new RepositoryName("prod/team/app")))
        .extracting(RepositoryPrefix::value)
        .containsExactly("prod/team", "prod", "ROOT");
    assertThat(RepositoryPrefix.of(new RepositoryName("prod")))
        .containsExactly(RepositoryPrefix.ROOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a//", "root", "Prod", "a b", "ROOT/", "-a"})
  void what_begins_no_name_is_no_prefix(String text) {
    if (text.equals("root")) {
      assertThat(new RepositoryPrefix(text).isRoot()).isFalse();
    } else {
      assertThatThrownBy(() -> new RepositoryPrefix(text)).isInstanceOf(Malformed.class);
    }
  }
}
