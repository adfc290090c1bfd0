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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;
import software.amazon.awssdk.services.ecr.model.RepositoryFilterType;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** CHECKLIST RE-01, RE-02, RE-03, RE-12. */
final class ReplicationTest {
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

  private static ReplicationDestination to(String region, String account) {
    return ReplicationDestination.builder().region(region).registryId(account).build();
  }

  private static ReplicationDestination west() {
    return to("us-west-2", "000000000000");
  }

  private static ReplicationRule rule(List<ReplicationDestination> to, String... prefixes) {
    ReplicationRule.Builder rule = ReplicationRule.builder().destinations(to);
    if (prefixes.length > 0) {
      rule.repositoryFilters(
          Stream.of(prefixes)
              .map(
                  prefix ->
                      RepositoryFilter.builder()
                          .filter(prefix)
                          .filterType(RepositoryFilterType.PREFIX_MATCH)
                          .build())
              .toList());
    }
    return rule.build();
  }

  private List<ReplicationRule> put(List<ReplicationRule> rules) {
    return ecr.putReplicationConfiguration(r -> r.replicationConfiguration(c -> c.rules(rules)))
        .replicationConfiguration()
        .rules();
  }

  private List<ReplicationRule> described() {
    var registry = ecr.describeRegistry(r -> {});
    assertThat(registry.registryId()).isEqualTo("000000000000");
    return registry.replicationConfiguration().rules();
  }

  // RE-01
  @Test
  void a_configuration_is_put_described_and_replaced() {
    assertThat(described()).isEmpty();
    List<ReplicationRule> rules =
        List.of(
            rule(List.of(west(), to("us-east-1", "111111111111")), "prod", "team/a"),
            rule(List.of(west())));
    assertThat(put(rules)).isEqualTo(rules);
    assertThat(described()).isEqualTo(rules);
    assertThat(put(List.of())).isEmpty();
    assertThat(described()).isEmpty();
  }

  // RE-02, RE-03
  @Test
  void a_configuration_that_cannot_be_is_refused_and_changes_nothing() {
    List<ReplicationRule> kept = List.of(rule(List.of(west()), "kept"));
    put(kept);
    assertThatThrownBy(() -> put(List.of(rule(List.of(west(), to("us-east-1", "000000000000"))))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "Invalid parameter at 'replicationConfiguration' failed to satisfy constraint: 'Replication destination cannot be the same as the source registry'");
    assertThatThrownBy(() -> put(Collections.nCopies(11, rule(List.of(west())))))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> put(List.of(rule(destinations(26)))))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(
            () -> put(List.of(rule(destinations(13)), rule(destinations(26).subList(13, 26)))))
        .as("all rules together")
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(
            () ->
                put(
                    List.of(
                        rule(
                            List.of(west()),
                            Collections.nCopies(101, "ab").toArray(String[]::new)))))
        .isInstanceOf(InvalidParameterException.class);
    assertThat(described()).isEqualTo(kept);

    List<ReplicationRule> most =
        Collections.nCopies(
            10, rule(destinations(25), Collections.nCopies(100, "ab").toArray(String[]::new)));
    assertThat(put(most)).isEqualTo(most);
  }

  private static List<ReplicationDestination> destinations(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> to("us-east-1", "1000000000%02d".formatted(i)))
        .toList();
  }

  // RE-12
  @Test
  void no_copy_of_an_image_has_a_status_and_an_unknown_image_is_refused() {
    put(List.of(rule(List.of(west()))));
    RegistryClient client = RegistryClient.of(berth);
    byte[] config = Manifests.bytes("{}");
    berth.createRepository("app");
    client.push("app", config);
    String digest =
        client.pushManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(config, config));
    var status =
        ecr.describeImageReplicationStatus(
            r -> r.repositoryName("app").imageId(i -> i.imageTag("v1")));
    assertThat(status.replicationStatuses()).isEmpty();
    assertThat(status.imageId().imageDigest()).isEqualTo(digest);
    assertThat(status.imageId().imageTag()).isEqualTo("v1");
    assertThatThrownBy(
            () ->
                ecr.describeImageReplicationStatus(
                    r -> r.repositoryName("app").imageId(i -> i.imageTag("none"))))
        .isInstanceOf(ImageNotFoundException.class);
    assertThatThrownBy(
            () ->
                ecr.describeImageReplicationStatus(
                    r -> r.repositoryName("none").imageId(i -> i.imageTag("v1"))))
        .isInstanceOf(RepositoryNotFoundException.class);
  }

  @Test
  @NeedsClient("aws")
  void the_command_line_puts_and_describes() {
    AwsCli cli = AwsCli.pinned(folder.resolve("home"), berth.access());
    cli.ecr(
            "put-replication-configuration",
            "--replication-configuration",
            """
            {"rules":[{"destinations":[{"region":"us-west-2","registryId":"000000000000"}]}]}""")
        .expectSuccess();
    assertThat(
            cli.ecrValue(
                "replicationConfiguration.rules[].destinations[].region", "describe-registry"))
        .isEqualTo("us-west-2");
  }
}
