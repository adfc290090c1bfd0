package dev.berth.testkit.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.audit.TrailClient;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.disk.MovedClock;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ArtifactStatus;
import software.amazon.awssdk.services.ecr.model.ArtifactStatusFilter;
import software.amazon.awssdk.services.ecr.model.ImageReferrer;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.ListImageReferrersResponse;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/** CHECKLIST RF-01, RF-02, RF-08, PG-06, TR-07 with the SDK and the CLI. */
@TestInstance(Lifecycle.PER_CLASS)
final class ListImageReferrersTest {
  private static final byte[] CONFIG = Manifests.bytes("{}");

  private final MovedClock clock = new MovedClock();
  private RunningBerth berth;
  private EcrClient ecr;
  private RegistryClient client;
  private Path home = Path.of("");

  @BeforeAll
  void start(@TempDir Path folder) {
    home = folder.resolve("home");
    berth =
        RunningBerth.on(
            folder.resolve("data"),
            UnaryOperator.identity(),
            clock,
            clock::nanos,
            UnaryOperator.identity());
    ecr = berth.ecr();
    client = RegistryClient.of(berth);
  }

  @AfterAll
  void stop() {
    ecr.close();
    berth.close();
  }

  private static String manifest(String name) {
    return Manifests.image(CONFIG, Manifests.bytes(name));
  }

  /** A repository with an image v1; its digest. */
  private String given(String name) {
    berth.createRepository(name);
    client.push(name, CONFIG);
    client.push(name, Manifests.bytes(name));
    return client.pushManifest(name, "v1", Manifests.OCI_IMAGE, manifest(name));
  }

  private String referrer(String name, String type) {
    String referrer =
        """
        {"schemaVersion":2,"mediaType":"%s","artifactType":"%s",\
        "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},\
        "layers":[{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2}],\
        "subject":{"mediaType":"%s","digest":"%s","size":%d},"annotations":{"by":"%s"}}"""
            .formatted(
                Manifests.OCI_IMAGE,
                type,
                Manifests.digest(CONFIG),
                Manifests.digest(CONFIG),
                Manifests.OCI_IMAGE,
                Manifests.digest(manifest(name)),
                manifest(name).length(),
                type);
    return client.pushManifest(name, Manifests.digest(referrer), Manifests.OCI_IMAGE, referrer);
  }

  private ListImageReferrersResponse list(String name, ArtifactStatusFilter status, String... of) {
    return ecr.listImageReferrers(
        r ->
            r.repositoryName(name)
                .subjectId(s -> s.imageDigest(Manifests.digest(manifest(name))))
                .filter(f -> f.artifactStatus(status).artifactTypes(of)));
  }

  // RF-01, RF-02
  @Test
  void referrers_are_listed_with_type_size_annotations_and_status() {
    String subject = given("listed");
    String sbom = referrer("listed", "application/sbom");
    String signature = referrer("listed", "application/signature");

    var all =
        ecr.listImageReferrers(
            r -> r.repositoryName("listed").subjectId(s -> s.imageDigest(subject)));
    assertThat(all.referrers()).extracting(ImageReferrer::digest).containsExactly(sbom, signature);
    assertThat(all.nextToken()).isNull();
    ImageReferrer first = all.referrers().getFirst();
    assertThat(first.mediaType()).isEqualTo(Manifests.OCI_IMAGE);
    assertThat(first.artifactType()).isEqualTo("application/sbom");
    assertThat(first.annotations()).containsExactly(Map.entry("by", "application/sbom"));
    assertThat(first.artifactStatus()).isEqualTo(ArtifactStatus.ACTIVE);
    assertThat(first.size()).isPositive();
    assertThat(list("listed", ArtifactStatusFilter.ACTIVE, "application/signature").referrers())
        .extracting(ImageReferrer::digest)
        .containsExactly(signature);
    assertThat(
            list("listed", ArtifactStatusFilter.ANY, "a/1", "a/2", "a/3", "a/4", "a/5").referrers())
        .isEmpty();
    assertThatThrownBy(() -> list("listed", ArtifactStatusFilter.ANY, "1", "2", "3", "4", "5", "6"))
        .isInstanceOf(InvalidParameterException.class);
  }

  // RF-02, RF-08
  @Test
  void archived_referrers_are_listed_when_asked_for() {
    String subject = given("archived");
    String signature = referrer("archived", "application/signature");
    ecr.updateImageStorageClass(
        r ->
            r.repositoryName("archived")
                .imageId(i -> i.imageTag("v1"))
                .targetStorageClass(TargetStorageClass.ARCHIVE));
    clock.advance(Duration.ofMinutes(11)); // signatures are good for 15
    await()
        .untilAsserted(
            () -> {
              berth.berth().lookForJobs();
              assertThat(list("archived", ArtifactStatusFilter.ARCHIVED).referrers()).hasSize(1);
            });

    assertThat(list("archived", ArtifactStatusFilter.ACTIVE).referrers()).isEmpty();
    ImageReferrer archived = list("archived", ArtifactStatusFilter.ANY).referrers().getFirst();
    assertThat(archived.digest()).isEqualTo(signature);
    assertThat(archived.artifactStatus()).isEqualTo(ArtifactStatus.ARCHIVED);
    assertThat(client.send("GET", "/v2/archived/referrers/" + subject).digests()).isEmpty();
  }

  // PG-06
  @Test
  void a_page_has_twenty_referrers_unless_told_and_at_most_fifty() {
    String subject = given("paged");
    List<String> pushed = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      pushed.add(referrer("paged", "application/x" + i));
    }
    ListImageReferrersResponse first = list("paged", ArtifactStatusFilter.ACTIVE);
    assertThat(first.referrers()).hasSize(20);
    List<String> listed = new ArrayList<>();
    String token = null;
    do {
      String next = token;
      ListImageReferrersResponse page =
          ecr.listImageReferrers(
              r ->
                  r.repositoryName("paged")
                      .subjectId(s -> s.imageDigest(subject))
                      .maxResults(7)
                      .nextToken(next));
      page.referrers().forEach(referrer -> listed.add(referrer.digest()));
      token = page.nextToken();
    } while (token != null);
    assertThat(listed).isEqualTo(pushed);
    assertThatThrownBy(
            () ->
                ecr.listImageReferrers(
                    r ->
                        r.repositoryName("paged")
                            .subjectId(s -> s.imageDigest(subject))
                            .maxResults(51)))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(
            () ->
                ecr.listImageReferrers(
                    r ->
                        r.repositoryName("paged")
                            .subjectId(s -> s.imageDigest(subject))
                            .filter(f -> f.artifactTypes("other"))
                            .nextToken(first.nextToken())))
        .as("a token of another list")
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void who_is_asked_for_need_not_be_there_but_the_repository_must() {
    given("known");
    String none = Manifests.digest("none");
    assertThat(
            ecr.listImageReferrers(
                    r -> r.repositoryName("known").subjectId(s -> s.imageDigest(none)))
                .referrers())
        .isEmpty();
    assertThatThrownBy(
            () ->
                ecr.listImageReferrers(
                    r -> r.repositoryName("unknown").subjectId(s -> s.imageDigest(none))))
        .isInstanceOf(RepositoryNotFoundException.class);
    assertThatThrownBy(
            () ->
                ecr.listImageReferrers(
                    r -> r.repositoryName("known").subjectId(s -> s.imageDigest("no digest"))))
        .isInstanceOf(InvalidParameterException.class);
  }

  // TR-07
  @Test
  void the_trail_calls_both_ways_of_asking_the_same() {
    String subject = given("told");
    client.send("GET", "/v2/told/referrers/" + subject);
    TrailClient trail = TrailClient.of(berth.access());
    assertThat(
            trail
                .awaited("EventName", "ListImageReferrers", "ResourceName", "told")
                .at("/requestParameters/subjectId/imageDigest")
                .asString(""))
        .isEqualTo(subject);
  }

  @Test
  @NeedsClient("aws")
  void the_command_line_lists_referrers() {
    String subject = given("by-cli");
    String signature = referrer("by-cli", "application/signature");
    assertThat(
            AwsCli.pinned(home, berth.access())
                .ecrValue(
                    "referrers[].[digest,artifactStatus]",
                    "list-image-referrers",
                    "--repository-name",
                    "by-cli",
                    "--subject-id",
                    "imageDigest=" + subject,
                    "--filter",
                    "artifactTypes=application/signature,artifactStatus=ANY"))
        .isEqualTo(signature + "\tACTIVE");
  }
}
