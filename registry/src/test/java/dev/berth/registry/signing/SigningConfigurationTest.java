package dev.berth.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.RepositoryName;
import dev.berth.model.RepositoryPattern;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ECR dossier 15. */
final class SigningConfigurationTest {
  private static final String FIRST = "arn:aws:signer:us-east-1:123456789012:/signing-profiles/one";
  private static final String SECOND =
      "arn:aws:signer:us-east-1:123456789012:/signing-profiles/two";

  private static SigningRule rule(String profile, String... filters) {
    return new SigningRule(profile, Stream.of(filters).map(RepositoryPattern::new).toList());
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "myapp/*, myapp/api, true",
    "myapp/*, myapp/api/v1, true",
    "myapp/*, myapp, false",
    "*/production, a/b/production, true",
    "*/production, production, false",
    "*prod*, my/prod-1, true",
    "*prod*, dev, false",
    "app, app, true",
    "app, my-app, false",
    "aa*aa, aaa, false",
    "a*b*a, axbxa, true",
    "a*b*a, axxxa, false"
  })
  void a_filter_matches_whole_names(String filter, String name, boolean matches) {
    assertThat(rule(FIRST, filter).matches(new RepositoryName(name))).isEqualTo(matches);
  }

  @Test
  void each_profile_of_a_matching_rule_signs_once() {
    SigningConfiguration configuration =
        new SigningConfiguration(
            List.of(rule(SECOND, "none"), rule(FIRST), rule(SECOND, "no", "ap*"), rule(FIRST)));
    assertThat(configuration.profiles(new RepositoryName("app"))).containsExactly(FIRST, SECOND);
  }

  @Test
  void what_is_stored_is_read_again() {
    for (SigningConfiguration each :
        List.of(
            new SigningConfiguration(List.of()),
            new SigningConfiguration(List.of(rule(FIRST), rule(SECOND, "a/*", "b"))))) {
      assertThat(SigningConfiguration.parse(each.text())).isEqualTo(each);
    }
  }
}
