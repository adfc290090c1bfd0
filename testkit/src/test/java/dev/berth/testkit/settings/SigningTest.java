package dev.berth.testkit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.SigningConfigurationNotFoundException;
import software.amazon.awssdk.services.ecr.model.SigningRepositoryFilter;
import software.amazon.awssdk.services.ecr.model.SigningRepositoryFilterType;
import software.amazon.awssdk.services.ecr.model.SigningRule;
import software.amazon.awssdk.services.ecr.model.ValidationException;

/** CHECKLIST SG-01, SG-02, SG-07. */
final class SigningTest {
  private static final String PROFILE =
      "arn:aws:signer:us-east-1:000000000000:/signing-profiles/release";

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

  private static SigningRule rule(String profile, String... filters) {
    SigningRule.Builder rule = SigningRule.builder().signingProfileArn(profile);
    if (filters.length > 0) {
      rule.repositoryFilters(
          Stream.of(filters)
              .map(
                  filter ->
                      SigningRepositoryFilter.builder()
                          .filter(filter)
                          .filterType(SigningRepositoryFilterType.WILDCARD_MATCH)
                          .build())
              .toList());
    }
    return rule.build();
  }

  private List<SigningRule> put(List<SigningRule> rules) {
    return ecr.putSigningConfiguration(r -> r.signingConfiguration(c -> c.rules(rules)))
        .signingConfiguration()
        .rules();
  }

  private List<SigningRule> get() {
    return ecr.getSigningConfiguration(r -> {}).signingConfiguration().rules();
  }

  // SG-01
  @Test
  void a_configuration_is_put_given_replaced_and_deleted() {
    assertThatThrownBy(this::get).isInstanceOf(SigningConfigurationNotFoundException.class);
    assertThatThrownBy(() -> ecr.deleteSigningConfiguration(r -> {}))
        .isInstanceOf(SigningConfigurationNotFoundException.class);

    List<SigningRule> rules = List.of(rule(PROFILE), rule(PROFILE + "2", "my-app/*", "*prod*"));
    assertThat(put(rules)).isEqualTo(rules);
    assertThat(get()).isEqualTo(rules);
    assertThat(ecr.getSigningConfiguration(r -> {}).registryId()).isEqualTo("000000000000");
    assertThat(put(List.of())).isEmpty();
    assertThat(get()).isEmpty();

    put(rules);
    var deleted = ecr.deleteSigningConfiguration(r -> {});
    assertThat(deleted.signingConfiguration().rules()).isEqualTo(rules);
    assertThat(deleted.registryId()).isEqualTo("000000000000");
    assertThatThrownBy(this::get).isInstanceOf(SigningConfigurationNotFoundException.class);
  }

  // SG-02
  @Test
  void a_configuration_that_cannot_be_is_refused_and_changes_nothing() {
    List<SigningRule> kept = List.of(rule(PROFILE, "kept"));
    put(kept);
    assertThatThrownBy(() -> put(Collections.nCopies(11, rule(PROFILE))))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(
            () -> put(List.of(rule(PROFILE, Collections.nCopies(101, "a").toArray(String[]::new)))))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> put(List.of(rule(PROFILE, "Upper"))))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> put(List.of(rule("arn:aws:iam::000000000000:role/r"))))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(
            () -> put(List.of(rule("arn:aws:signer:eu-west-1:000000000000:/signing-profiles/far"))))
        .as("a profile of another Region")
        .isInstanceOf(ValidationException.class);
    assertThat(put(Collections.nCopies(10, rule(PROFILE)))).hasSize(10);
    put(kept);
    assertThat(get()).isEqualTo(kept);
  }

  // SG-07
  @Test
  void no_signing_of_an_image_has_a_status() {
    put(List.of(rule(PROFILE)));
    RegistryClient client = RegistryClient.of(berth);
    byte[] config = Manifests.bytes("{}");
    berth.createRepository("app");
    client.push("app", config);
    String digest =
        client.pushManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(config, config));
    var status =
        ecr.describeImageSigningStatus(r -> r.repositoryName("app").imageId(i -> i.imageTag("v1")));
    assertThat(status.signingStatuses()).isEmpty();
    assertThat(status.imageId().imageDigest()).isEqualTo(digest);
    assertThat(status.repositoryName()).isEqualTo("app");
    assertThat(status.registryId()).isEqualTo("000000000000");
    assertThatThrownBy(
            () ->
                ecr.describeImageSigningStatus(
                    r -> r.repositoryName("app").imageId(i -> i.imageTag("none"))))
        .isInstanceOf(ImageNotFoundException.class);
    assertThatThrownBy(
            () ->
                ecr.describeImageSigningStatus(
                    r -> r.repositoryName("none").imageId(i -> i.imageTag("v1"))))
        .isInstanceOf(RepositoryNotFoundException.class);
  }

  @Test
  @NeedsClient("aws")
  void the_command_line_puts_gives_and_deletes() {
    AwsCli cli = AwsCli.pinned(folder.resolve("home"), berth.access());
    cli.ecr(
            "put-signing-configuration",
            "--signing-configuration",
            "{\"rules\":[{\"signingProfileArn\":\"" + PROFILE + "\"}]}")
        .expectSuccess();
    assertThat(
            cli.ecrValue(
                "signingConfiguration.rules[].signingProfileArn", "get-signing-configuration"))
        .isEqualTo(PROFILE);
    cli.ecr("delete-signing-configuration").expectSuccess();
    assertThat(cli.ecr("get-signing-configuration").expectFailure().stderr())
        .contains("(SigningConfigurationNotFoundException)");
  }
}
