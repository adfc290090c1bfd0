package dev.berth.testkit.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import dev.berth.wire.door.Row;
import dev.berth.wire.door.Row.GuardKind;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Invariant I6: no door without a guard, and what is refused stores nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class GuardTest {
  private static final String ROOT = "User: arn:aws:iam::000000000000:root";

  /** Rows that the gate is not asked about. Who adds one here has decided so. */
  private static final Set<String> NOT_DEMANDED =
      Set.of(
          "AUTHENTICATED GET /v2/",
          "AUTHENTICATED HEAD /v2/",
          "AUTHENTICATED GetCallerIdentity",
          "AUTHENTICATED GetSessionToken",
          "SEALED AssumeRoleWithWebIdentity",
          "SEALED GET /blob/{sealed}",
          "OPEN GET /health/live",
          "OPEN GET /health/ready",
          "OPEN GET /",
          "OPEN no such address");

  private final DenyingGate gate = new DenyingGate();
  private Path data;
  private RunningBerth berth;
  private RegistryClient client;
  private SignedCalls calls;
  private OciSamples oci;
  private JsonSamples ecr;
  private JsonSamples own;
  private QuerySamples query;

  @BeforeAll
  void start(@TempDir Path folder) {
    data = folder;
    berth = RunningBerth.on(data, UnaryOperator.identity(), Clock.systemUTC(), gate::around);
    berth.createRepository(OciSamples.REPOSITORY);
    berth.createRepository(OciSamples.OTHER);
    client = RegistryClient.of(berth);
    calls = SignedCalls.of(berth.access());
    oci = OciSamples.prepare(client);
    String upload = client.begin(OciSamples.REPOSITORY);
    ecr = JsonSamples.ecr(upload.substring(upload.lastIndexOf('/') + 1));
    own = JsonSamples.berth(trashed());
    query = QuerySamples.all().and(IamSamples.prepare(calls));
  }

  /** An entry of the trash: of an image that was deleted. */
  private String trashed() {
    String manifest = Manifests.image(Manifests.bytes("a layer of " + OciSamples.REPOSITORY));
    String deleted = "/v2/%s/manifests/deleted".formatted(OciSamples.REPOSITORY);
    client.send("PUT", deleted, Manifests.bytes(manifest), "Content-Type", Manifests.OCI_IMAGE);
    client.send(
        "DELETE",
        "/v2/%s/manifests/%s".formatted(OciSamples.REPOSITORY, Manifests.digest(manifest)));
    return calls
        .send("berth", "Berth_20261101.ListTrash", "{}")
        .json()
        .at("/entries/0/entryId")
        .asString();
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  @BeforeEach
  void denyNothing() {
    gate.denyNothing();
  }

  @Test
  void rows_that_the_gate_is_not_asked_about_are_known_by_name() {
    Set<String> found =
        berth.berth().rows().stream()
            .filter(row -> row.guard() != GuardKind.DEMANDS)
            .map(row -> row.guard() + " " + row.name())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found).containsExactlyInAnyOrderElementsOf(NOT_DEMANDED);
  }

  @Test
  void every_row_that_demands_something_has_a_sample() {
    Set<String> sampled =
        Stream.of(
                oci.byRow().keySet().stream(),
                ecr.service().operations().keySet().stream(),
                own.service().operations().keySet().stream(),
                query.byRow().keySet().stream())
            .flatMap(names -> names)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(demanding()).containsExactlyInAnyOrderElementsOf(sampled);
    assertThat(ecr.service().operations()).hasSize(58);
  }

  @TestFactory
  Stream<DynamicTest> whoever_lacks_a_right_is_refused_and_nothing_is_stored() {
    return Stream.of(
            oci.byRow().entrySet().stream()
                .flatMap(
                    row ->
                        row.getValue().actions().stream()
                            .map(action -> ociDenied(row.getKey(), row.getValue(), action))),
            ecr.service().operations().keySet().stream().map(name -> jsonDenied(ecr, name)),
            own.service().operations().keySet().stream().map(name -> jsonDenied(own, name)),
            query.byRow().values().stream().map(this::queryDenied))
        .flatMap(tests -> tests);
  }

  @TestFactory
  Stream<DynamicTest> whoever_is_nobody_is_refused_and_nothing_is_stored() {
    return Stream.of(
            oci.byRow().entrySet().stream().map(row -> ociUnknown(row.getKey(), row.getValue())),
            ecr.service().operations().keySet().stream().map(name -> jsonUnsigned(ecr, name)),
            own.service().operations().keySet().stream().map(name -> jsonUnsigned(own, name)),
            query.byRow().values().stream().map(this::queryUnsigned))
        .flatMap(tests -> tests);
  }

  // V2-28
  @Test
  void a_mount_without_the_right_to_read_its_source_is_an_upload() {
    gate.deny(
        demand ->
            demand.action().toString().equals("ecr:GetDownloadUrlForLayer")
                && demand.resource().name().endsWith("/" + OciSamples.REPOSITORY));
    String layer = Manifests.digest("a layer of " + OciSamples.REPOSITORY);
    String mount =
        "/v2/guarded/empty/blobs/uploads/?mount=%s&from=%s".formatted(layer, OciSamples.REPOSITORY);
    berth.createRepository("guarded/empty");

    Answer refused = client.send("POST", mount);
    gate.denyNothing();

    assertThat(refused.status()).isEqualTo(202);
    assertThat(refused.header("Location")).startsWith("/v2/guarded/empty/blobs/uploads/");
    assertThat(client.send("HEAD", "/v2/guarded/empty/blobs/" + layer).status()).isEqualTo(404);
    assertThat(client.send("POST", mount).status()).isEqualTo(201);
  }

  // a comparison that finds nothing would prove nothing
  @Test
  void a_change_shows_in_what_is_stored() {
    StoredState before = StoredState.of(data);

    client.push(OciSamples.OTHER, Manifests.bytes("one more layer"));
    StoredState after = StoredState.of(data);

    assertThat(after.blobs()).hasSize(before.blobs().size() + 1);
    assertThat(after.count("blob_link")).isEqualTo(before.count("blob_link") + 1);
  }

  private List<String> demanding() {
    return berth.berth().rows().stream()
        .filter(row -> row.guard() == GuardKind.DEMANDS)
        .map(Row::name)
        .toList();
  }

  private DynamicTest ociDenied(String row, OciSamples.Sample sample, String action) {
    return dynamicTest(
        row + " without " + action,
        () -> {
          Answer answer = unchanged(action, () -> sample.send(client));

          assertThat(answer.status()).isEqualTo(403);
          if (!sample.method().equals("HEAD")) {
            assertThat(answer.code()).isEqualTo("DENIED");
            assertThat(answer.message())
                .startsWith(ROOT + " is not authorized to perform: " + action + " on resource: ")
                .contains(row.contains("{name}") ? "repository/" + OciSamples.REPOSITORY : "*");
          }
        });
  }

  private DynamicTest jsonDenied(JsonSamples samples, String operation) {
    return dynamicTest(
        operation + " without " + samples.action(operation),
        () -> {
          Answer answer =
              unchanged(
                  samples.action(operation),
                  () ->
                      calls.send(
                          samples.service().signingName(),
                          samples.target(operation),
                          samples.body(operation)));

          assertThat(answer.message())
              .startsWith(
                  "%s is not authorized to perform: %s on resource: "
                      .formatted(ROOT, samples.action(operation)));
          assertThat(answer.status()).isEqualTo(400);
          assertThat(answer.json().path("__type").asString()).isEqualTo("AccessDeniedException");
        });
  }

  private DynamicTest ociUnknown(String row, OciSamples.Sample sample) {
    return dynamicTest(
        row + " without a credential",
        () -> {
          Answer answer =
              unchanged("", () -> sample.send(RegistryClient.anonymous(berth.endpoint())));

          assertThat(answer.status()).isEqualTo(401);
          assertThat(answer.header("Www-Authenticate")).startsWith("Basic realm=");
        });
  }

  private DynamicTest jsonUnsigned(JsonSamples samples, String operation) {
    return dynamicTest(
        operation + " without a signature",
        () -> {
          Answer answer =
              unchanged(
                  "", () -> calls.sendUnsigned(samples.target(operation), samples.body(operation)));

          assertThat(answer.status()).isEqualTo(400);
          assertThat(answer.json().path("__type").asString())
              .isEqualTo("MissingAuthenticationTokenException");
        });
  }

  private DynamicTest queryDenied(QuerySamples.Sample sample) {
    return dynamicTest(
        sample.name() + " without " + sample.action(),
        () -> {
          Answer answer = unchanged(sample.action(), () -> sample.send(calls));

          assertThat(answer.status()).isEqualTo(403);
          assertThat(answer.text())
              .contains("<Code>AccessDenied</Code>")
              .contains(sample.refusal(ROOT));
        });
  }

  private DynamicTest queryUnsigned(QuerySamples.Sample sample) {
    return dynamicTest(
        sample.name() + " without a signature",
        () -> {
          Answer answer = unchanged("", () -> sample.sendUnsigned(calls));

          assertThat(answer.status()).isEqualTo(403);
          assertThat(answer.text()).contains("<Code>MissingAuthenticationToken</Code>");
        });
  }

  private Answer unchanged(String deniedAction, Supplier<Answer> request) {
    StoredState before = StoredState.of(data);
    gate.deny(deniedAction);
    Answer answer = request.get();
    gate.denyNothing();
    assertThat(StoredState.of(data)).isEqualTo(before);
    return answer;
  }
}
