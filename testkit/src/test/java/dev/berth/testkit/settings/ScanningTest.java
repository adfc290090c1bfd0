package dev.berth.testkit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageArchivedException;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LimitExceededException;
import software.amazon.awssdk.services.ecr.model.RegistryScanningRule;
import software.amazon.awssdk.services.ecr.model.RepositoryScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.ScanFrequency;
import software.amazon.awssdk.services.ecr.model.ScanNotFoundException;
import software.amazon.awssdk.services.ecr.model.ScanStatus;
import software.amazon.awssdk.services.ecr.model.ScanType;
import software.amazon.awssdk.services.ecr.model.ScanningConfigurationFailureCode;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilter;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilterType;
import software.amazon.awssdk.services.ecr.model.StartImageScanResponse;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;
import software.amazon.awssdk.services.ecr.model.UnsupportedImageTypeException;
import software.amazon.awssdk.services.ecr.model.ValidationException;

/** CHECKLIST SC-01, SC-03 to SC-08, SC-10, SC-11, SC-13, SC-20, SC-22, AR-05. */
final class ScanningTest {
  private static final byte[] CONFIG = Manifests.bytes("{}");
  private static final String MANIFEST = Manifests.image(CONFIG, CONFIG);

  @TempDir private Path folder;
  private RunningBerth berth;
  private EcrClient ecr;
  private RegistryClient client;

  @BeforeEach
  void start() {
    berth = RunningBerth.on(folder.resolve("data"));
    ecr = berth.ecr();
    client = RegistryClient.of(berth);
  }

  @AfterEach
  void stop() {
    ecr.close();
    berth.close();
  }

  private static RegistryScanningRule rule(ScanFrequency frequency, String... filters) {
    return RegistryScanningRule.builder()
        .scanFrequency(frequency)
        .repositoryFilters(
            List.of(filters).stream()
                .map(
                    filter ->
                        ScanningRepositoryFilter.builder()
                            .filter(filter)
                            .filterType(ScanningRepositoryFilterType.WILDCARD)
                            .build())
                .toList())
        .build();
  }

  private void put(ScanType type, RegistryScanningRule... rules) {
    ecr.putRegistryScanningConfiguration(r -> r.scanType(type).rules(rules));
  }

  private RepositoryScanningConfiguration of(String repository) {
    return ecr.batchGetRepositoryScanningConfiguration(r -> r.repositoryNames(repository))
        .scanningConfigurations()
        .getFirst();
  }

  private void image(String repository) {
    berth.createRepository(repository);
    client.push(repository, CONFIG);
    client.pushManifest(repository, "v1", Manifests.OCI_IMAGE, MANIFEST);
  }

  private StartImageScanResponse scan(String repository, String tag) {
    return ecr.startImageScan(r -> r.repositoryName(repository).imageId(i -> i.imageTag(tag)));
  }

  // SC-01, SC-22
  @Test
  void a_registry_scans_as_it_was_told_last() {
    var first = ecr.getRegistryScanningConfiguration(r -> {});
    assertThat(first.registryId()).isEqualTo("000000000000");
    assertThat(first.scanningConfiguration().scanType()).isEqualTo(ScanType.BASIC);
    assertThat(first.scanningConfiguration().rules()).isEmpty();

    RegistryScanningRule[] rules = {
      rule(ScanFrequency.CONTINUOUS_SCAN, "prod*"), rule(ScanFrequency.SCAN_ON_PUSH, "*", "dev/a")
    };
    var answer =
        ecr.putRegistryScanningConfiguration(r -> r.scanType(ScanType.ENHANCED).rules(rules));
    assertThat(answer.registryScanningConfiguration().rules()).containsExactly(rules);
    assertThat(ecr.getRegistryScanningConfiguration(r -> {}).scanningConfiguration())
        .isEqualTo(answer.registryScanningConfiguration());
    put(ScanType.BASIC);
    assertThat(ecr.getRegistryScanningConfiguration(r -> {}).scanningConfiguration())
        .isEqualTo(first.scanningConfiguration());
  }

  // SC-06, SC-07
  @Test
  void a_configuration_that_cannot_be_is_refused_and_changes_nothing() {
    put(ScanType.BASIC, rule(ScanFrequency.SCAN_ON_PUSH, "kept"));
    RegistryScanningRule push = rule(ScanFrequency.SCAN_ON_PUSH, "a");
    RegistryScanningRule continuous = rule(ScanFrequency.CONTINUOUS_SCAN, "a");
    assertThatThrownBy(() -> put(ScanType.ENHANCED, push, continuous, push))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> put(ScanType.BASIC, rule(ScanFrequency.SCAN_ON_PUSH, "Upper")))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> put(ScanType.BASIC, continuous))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> put(ScanType.ENHANCED, rule(ScanFrequency.MANUAL, "a")))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> put(ScanType.ENHANCED, push, push))
        .isInstanceOf(ValidationException.class);
    assertThat(ecr.getRegistryScanningConfiguration(r -> {}).scanningConfiguration().rules())
        .containsExactly(rule(ScanFrequency.SCAN_ON_PUSH, "kept"));
  }

  // SC-03, SC-04, SC-05, SC-08
  @Test
  void what_holds_for_repositories_is_told_and_unknown_ones_are_failures() {
    berth.createRepository("app");
    berth.createRepository("other");
    RepositoryScanningConfiguration manual = of("app");
    assertThat(manual.scanFrequency()).isEqualTo(ScanFrequency.MANUAL);
    assertThat(manual.scanOnPush()).isFalse();
    assertThat(manual.repositoryArn())
        .isEqualTo("arn:aws:ecr:us-east-1:000000000000:repository/app");
    assertThat(manual.appliedScanFilters()).isEmpty();

    put(
        ScanType.ENHANCED,
        rule(ScanFrequency.SCAN_ON_PUSH, "*"),
        rule(ScanFrequency.CONTINUOUS_SCAN, "ap"));
    assertThat(of("app").scanFrequency()).isEqualTo(ScanFrequency.CONTINUOUS_SCAN);
    assertThat(of("app").appliedScanFilters())
        .extracting(ScanningRepositoryFilter::filter)
        .containsExactly("ap");
    assertThat(of("other").scanFrequency()).isEqualTo(ScanFrequency.SCAN_ON_PUSH);
    put(ScanType.ENHANCED);
    assertThat(of("other").scanFrequency()).isEqualTo(ScanFrequency.CONTINUOUS_SCAN);

    var batch =
        ecr.batchGetRepositoryScanningConfiguration(r -> r.repositoryNames("none", "app", "none"));
    assertThat(batch.scanningConfigurations()).hasSize(1);
    assertThat(batch.failures()).hasSize(1);
    assertThat(batch.failures().getFirst().failureCode())
        .isEqualTo(ScanningConfigurationFailureCode.REPOSITORY_NOT_FOUND);
    assertThat(batch.failures().getFirst().repositoryName()).isEqualTo("none");
    List<String> many = IntStream.range(0, 26).mapToObj("r%02d"::formatted).toList();
    assertThatThrownBy(
            () -> ecr.batchGetRepositoryScanningConfiguration(r -> r.repositoryNames(many)))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void the_flag_of_a_repository_is_changed_and_shown_but_not_under_enhanced_scanning() {
    berth.createRepository("app");
    var answer =
        ecr.putImageScanningConfiguration(
            r -> r.repositoryName("app").imageScanningConfiguration(c -> c.scanOnPush(true)));
    assertThat(answer.imageScanningConfiguration().scanOnPush()).isTrue();
    assertThat(scanOnPush()).isTrue();
    assertThat(of("app").scanFrequency()).isEqualTo(ScanFrequency.SCAN_ON_PUSH);

    put(ScanType.ENHANCED);
    assertThatThrownBy(
            () ->
                ecr.putImageScanningConfiguration(
                    r ->
                        r.repositoryName("app")
                            .imageScanningConfiguration(c -> c.scanOnPush(false))))
        .isInstanceOf(ValidationException.class);
    assertThat(scanOnPush()).isTrue();
  }

  private boolean scanOnPush() {
    return ecr.describeRepositories(r -> r.repositoryNames("app"))
        .repositories()
        .getFirst()
        .imageScanningConfiguration()
        .scanOnPush();
  }

  // SC-10, SC-13
  @Test
  void a_scan_fails_for_want_of_a_scanner_and_counts() {
    image("app");
    String digest = Manifests.digest(MANIFEST);
    assertThatThrownBy(
            () ->
                ecr.describeImageScanFindings(
                    r -> r.repositoryName("app").imageId(i -> i.imageTag("v1"))))
        .isInstanceOf(ScanNotFoundException.class)
        .hasMessageContaining(
            "Image scan does not exist for the image with '{imageDigest:'%s', imageTag:'v1'}' in the repository with name 'app' in the registry with id '000000000000'"
                .formatted(digest));

    StartImageScanResponse started = scan("app", "v1");
    assertThat(started.imageScanStatus().status()).isEqualTo(ScanStatus.FAILED);
    assertThat(started.imageId().imageDigest()).isEqualTo(digest);
    assertThat(started.imageId().imageTag()).isEqualTo("v1");
    assertThatThrownBy(() -> scan("app", "v1"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("The scan quota per image has been exceeded. Wait and try again.");
    var findings =
        ecr.describeImageScanFindings(
            r -> r.repositoryName("app").imageId(i -> i.imageDigest(digest)));
    assertThat(findings.imageScanStatus().status()).isEqualTo(ScanStatus.FAILED);
    assertThat(findings.imageScanStatus().description()).contains("no scanner");
    assertThat(findings.imageScanFindings().findings()).isEmpty();
    assertThat(
            ecr.describeImages(r -> r.repositoryName("app"))
                .imageDetails()
                .getFirst()
                .imageScanStatus())
        .as("as with ECR's current basic scanning (IM-34)")
        .isNull();
  }

  // SC-19
  @Test
  void what_one_way_of_scanning_found_is_hidden_while_the_registry_scans_in_another() {
    image("app");
    scan("app", "v1");

    put(ScanType.ENHANCED);
    assertThatThrownBy(
            () ->
                ecr.describeImageScanFindings(
                    r -> r.repositoryName("app").imageId(i -> i.imageTag("v1"))))
        .isInstanceOf(ScanNotFoundException.class);

    put(ScanType.BASIC);
    assertThat(
            ecr.describeImageScanFindings(
                    r -> r.repositoryName("app").imageId(i -> i.imageTag("v1")))
                .imageScanStatus()
                .status())
        .isEqualTo(ScanStatus.FAILED);
  }

  // SC-11, SC-20, AR-05
  @Test
  void what_cannot_be_scanned_is_refused_and_does_not_count() {
    image("app");
    client.pushManifest(
        "app",
        "index",
        Manifests.OCI_INDEX,
        Manifests.index(Manifests.OCI_INDEX, Manifests.OCI_IMAGE, MANIFEST));
    client.pushManifest(
        "app",
        "chart",
        Manifests.OCI_IMAGE,
        Manifests.artifact("application/chart", CONFIG, CONFIG));
    assertThatThrownBy(() -> scan("app", "index"))
        .isInstanceOf(UnsupportedImageTypeException.class);
    assertThatThrownBy(() -> scan("app", "chart"))
        .isInstanceOf(UnsupportedImageTypeException.class);
    assertThatThrownBy(() -> scan("app", "none")).isInstanceOf(ImageNotFoundException.class);
    put(ScanType.ENHANCED);
    assertThatThrownBy(() -> scan("app", "v1"))
        .isInstanceOf(ValidationException.class)
        .extracting(refused -> ((EcrException) refused).awsErrorDetails().errorMessage())
        .isEqualTo("This feature is disabled");
    put(ScanType.BASIC);

    image("archived");
    ecr.updateImageStorageClass(
        r ->
            r.repositoryName("archived")
                .imageId(i -> i.imageTag("v1"))
                .targetStorageClass(TargetStorageClass.ARCHIVE));
    assertThatThrownBy(() -> scan("archived", "v1")).isInstanceOf(ImageArchivedException.class);
    assertThat(scan("app", "v1").imageScanStatus().status()).isEqualTo(ScanStatus.FAILED);
  }

  @Test
  @NeedsClient("aws")
  void the_command_line_configures_and_asks() {
    image("app");
    AwsCli cli = AwsCli.pinned(folder.resolve("home"), berth.access());
    cli.ecr(
            "put-registry-scanning-configuration",
            "--scan-type",
            "BASIC",
            "--rules",
            """
            [{"scanFrequency":"SCAN_ON_PUSH","repositoryFilters":[{"filter":"app","filterType":"WILDCARD"}]}]""")
        .expectSuccess();
    assertThat(
            cli.ecrValue(
                "scanningConfiguration.rules[].repositoryFilters[].filter",
                "get-registry-scanning-configuration"))
        .isEqualTo("app");
    assertThat(
            cli.ecrValue(
                "scanningConfigurations[].scanFrequency",
                "batch-get-repository-scanning-configuration",
                "--repository-names",
                "app"))
        .isEqualTo("SCAN_ON_PUSH");
    cli.ecr(
            "put-image-scanning-configuration",
            "--repository-name",
            "app",
            "--image-scanning-configuration",
            "scanOnPush=true")
        .expectSuccess();
    cli.ecr("start-image-scan", "--repository-name", "app", "--image-id", "imageTag=v1")
        .expectSuccess();
    assertThat(
            cli.ecr(
                    "wait",
                    "image-scan-complete",
                    "--repository-name",
                    "app",
                    "--image-id",
                    "imageTag=v1")
                .expectFailure()
                .stderr())
        .as("the waiter ends at once")
        .contains("FAILED");
  }
}
