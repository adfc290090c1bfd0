package dev.berth.registry.event;

import static dev.berth.registry.TestRegistry.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.Principal;
import dev.berth.metadata.OutboxTable;
import dev.berth.model.EventPosition;
import dev.berth.model.Image;
import dev.berth.model.ImageReference.ByDigest;
import dev.berth.model.ImageReference.ByTag;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.StorageClass;
import dev.berth.registry.repository.Deletion;
import dev.berth.registry.scanning.ScanFilter;
import dev.berth.registry.scanning.ScanFrequency;
import dev.berth.registry.scanning.ScanRule;
import dev.berth.registry.scanning.ScanType;
import dev.berth.registry.scanning.Scanning;
import dev.berth.registry.scanning.ScanningConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is told of each change, in EventBridge's form (ecr-behaviour 19). */
final class OutboxTest {
  private static final Outbox.Wanted ALL =
      new Outbox.Wanted(REGISTRY, Optional.empty(), Optional.empty());

  @TempDir Path folder;
  private TestRegistry registry;
  private RepositoryAddress app;
  private Outbox outbox;
  private EventPosition seen = EventPosition.START;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    app = registry.repository("team/app");
    outbox = new Outbox(registry.database, System::nanoTime);
    seen = outbox.end();
  }

  @AfterEach
  void close() {
    outbox.close();
    registry.close();
  }

  private List<String> told() {
    Outbox.Read read = outbox.read(seen, ALL, 100, Duration.ZERO);
    seen = read.next();
    return read.events().stream()
        .map(told -> told.body().get("detail-type").asString() + " " + told.body().get("detail"))
        .toList();
  }

  private static String push(Image image, String tag) {
    return action("PUSH", image, tag);
  }

  private static String action(String action, Image image, String tag) {
    String member = tag.isEmpty() ? "" : ",\"image-tag\":\"%s\"".formatted(tag);
    return """
    ECR Image Action {"result":"SUCCESS","repository-name":"team/app","image-digest":"%s","action-type":"%s"%s}"""
        .formatted(image.digest(), action, member);
  }

  /** EV-01, EV-10. */
  @Test
  void a_push_is_told_as_eventbridge_tells_it() throws IOException {
    Image image = registry.image(app, "one", "v1");

    ObjectNode body = outbox.read(seen, ALL, 100, Duration.ZERO).events().getFirst().body();

    String id = body.get("id").asString();
    assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(body.toString())
        .isEqualTo(
            """
            {"version":"0","id":"%s","detail-type":"ECR Image Action","source":"aws.ecr",\
            "account":"123456789012","time":"%s","region":"eu-central-1","resources":[],\
            "detail":{"result":"SUCCESS","repository-name":"team/app","image-digest":"%s",\
            "action-type":"PUSH","image-tag":"v1"}}"""
                .formatted(
                    id, registry.clock.instant().truncatedTo(ChronoUnit.SECONDS), image.digest()));
  }

  /** EV-01, EV-09. */
  @Test
  void a_push_of_several_tags_is_as_many_events_and_one_without_tags_has_no_tag()
      throws IOException {
    Image tagged = registry.image(app, "one", "a", "b");
    Image untagged = registry.image(app, "two");

    assertThat(told()).containsExactly(push(tagged, "a"), push(tagged, "b"), push(untagged, ""));
  }

  @Test
  void a_push_that_changes_nothing_is_not_told() throws IOException {
    registry.image(app, "one", "a");
    told();

    registry.image(app, "one", "a");
    registry.image(app, "one");

    assertThat(told()).isEmpty();
  }

  @Test
  void a_tag_that_moves_is_told_beside_the_push() throws IOException {
    Image before = registry.image(app, "one", "a");
    Image after = registry.image(app, "two", "a");

    assertThat(told())
        .containsExactly(
            push(before, "a"),
            push(after, "a"),
            """
            Berth Tag Action {"result":"SUCCESS","action-type":"MOVE","repository-name":"team/app",\
            "image-tag":"a","image-digest":"%s","previous-image-digest":"%s"}"""
                .formatted(after.digest(), before.digest()));
  }

  /** EV-02. */
  @Test
  void each_tag_that_goes_is_told_and_an_image_without_tags_once() throws IOException {
    Image tagged = registry.image(app, "one", "a", "b", "c");
    Image untagged = registry.image(app, "two");
    told();

    registry.images.delete(app, new ByTag(new Tag("b")), TestRegistry.ALICE);
    registry.images.delete(app, new ByDigest(tagged.digest()), TestRegistry.ALICE);
    registry.images.delete(app, new ByDigest(untagged.digest()), TestRegistry.ALICE);

    assertThat(told())
        .containsExactly(
            action("DELETE", tagged, "b"),
            action("DELETE", tagged, "a"),
            action("DELETE", tagged, "c"),
            action("DELETE", untagged, ""));
  }

  @Test
  void what_a_job_deletes_is_told_as_well() throws IOException {
    Image subject = registry.image(app, "one", "a");
    Image referrer = referrer(subject);
    registry.images.delete(app, new ByDigest(subject.digest()), TestRegistry.ALICE);
    told();

    registry.orphans.run(registry.clock.instant().plus(Duration.ofDays(1)));

    assertThat(told()).containsExactly(action("DELETE", referrer, ""));
  }

  @Test
  void repositories_are_told_when_they_come_and_go() throws IOException {
    registry.image(app, "one", "a", "b");
    told();
    registry.repositories.delete(app, Deletion.WITH_IMAGES, TestRegistry.ALICE);
    registry.repository("other");

    assertThat(told())
        .containsExactly(
            """
            Berth Repository Action {"result":"SUCCESS","action-type":"DELETE",\
            "repository-name":"team/app","image-count":1}""",
            """
            Berth Repository Action {"result":"SUCCESS","action-type":"CREATE",\
            "repository-name":"other"}""");
  }

  @Test
  void pulls_are_counted_and_told_together() throws IOException {
    Image image = registry.image(app, "one", "a");
    told();
    registry.images.recordPull(
        TestRegistry.REGISTRY, image, new Principal.RootUser(TestRegistry.REGISTRY.account()));
    registry.images.recordPull(
        TestRegistry.REGISTRY, image, new Principal.RootUser(TestRegistry.REGISTRY.account()));
    registry.images.close();

    assertThat(told())
        .containsExactly(
            """
            Berth Image Action {"result":"SUCCESS","action-type":"PULL",\
            "repository-name":"team/app","image-digest":"%s","pull-count":2}"""
                .formatted(image.digest()));
  }

  /** EV-03, EV-04. */
  @Test
  void archived_images_and_referrers_have_their_own_types() throws IOException {
    Image image = registry.image(app, "one", "a");
    Image referrer = referrer(image);
    told();

    registry.classes.update(app, ImageId.of(image.digest()), StorageClass.ARCHIVE);
    registry.classes.follow(registry.clock.instant());
    assertThat(told())
        .containsExactly(
            storage("ECR Image Action", "ARCHIVE", image, ""),
            storage("ECR Referrer Action", "ARCHIVE", referrer, ""));

    registry.classes.update(app, ImageId.of(image.digest()), StorageClass.STANDARD);
    assertThat(told()).as("it is not back yet").isEmpty();
    Instant back = registry.clock.instant().plus(Duration.ofHours(1));
    registry.classes.activate(back);
    registry.classes.follow(back);
    String since = ",\"last-activated-at\":\"%s\"".formatted(back);
    assertThat(told())
        .containsExactly(
            storage("ECR Image Action", "STANDARD", image, since),
            storage("ECR Referrer Action", "STANDARD", referrer, since));
  }

  private Image referrer(Image subject) throws IOException {
    registry.layer(app, "{}");
    return registry.put(app, SampleManifests.referrer(subject, "application/sbom", "{}", "{}"));
  }

  private static String storage(String type, String target, Image image, String since) {
    return """
    %s {"action-type":"UPDATE_STORAGE_CLASS","target-storage-class":"%s","image-digest":"%s",\
    "repository-name":"team/app","result":"SUCCESS","manifest-media-type":"%s",\
    "artifact-media-type":"%s"%s}"""
        .formatted(
            type,
            target,
            image.digest(),
            image.mediaType(),
            image.artifactType().orElseThrow(),
            since);
  }

  /** EV-05. */
  @Test
  void a_scan_names_the_repository_as_resource_and_leaves_out_absent_severities()
      throws IOException {
    Image image = registry.image(app, "one", "a");
    var scan =
        EcrEvents.scanned(
            app, image.digest(), List.of(), Map.of("CRITICAL", 10), registry.clock.instant());

    ObjectNode body = Envelope.of(new OutboxTable.Row(EventPosition.START, new UUID(1, 2), scan));

    assertThat(body.get("resources").toString())
        .isEqualTo("[\"arn:aws:ecr:eu-central-1:123456789012:repository/team/app\"]");
    assertThat(body.get("detail"))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"scan-status":"COMPLETE","repository-name":"team/app",
                     "finding-severity-counts":{"CRITICAL":10},"image-digest":"%s","image-tags":[]}
                    """
                        .formatted(image.digest())));
  }

  /** EV-05: the event is there when the scan is. */
  @Test
  void a_scan_that_failed_is_told_with_the_tags_of_its_image() throws IOException {
    Image image = registry.image(app, "one", "a", "b");
    told();

    scanning().start(app, ImageId.of(image.digest()));

    assertThat(told())
        .containsExactly(
            """
            ECR Image Scan {"scan-status":"FAILED","repository-name":"team/app",\
            "finding-severity-counts":{},"image-digest":"%s","image-tags":["a","b"]}"""
                .formatted(image.digest()));
  }

  /** EV-06. */
  @Test
  void repositories_that_are_scanned_more_or_less_often_are_told_together() {
    registry.repository("prod/a");
    registry.repository("prod/b");
    told();
    ScanFilter prod = new ScanFilter("prod/*");
    ScanRule often = new ScanRule(ScanFrequency.CONTINUOUS_SCAN, List.of(prod));

    scanning().put(REGISTRY, new ScanningConfiguration(ScanType.ENHANCED, List.of(often)));
    assertThat(told())
        .containsExactly(
            frequency(
                change("prod/a", "CONTINUOUS_SCAN", "MANUAL")
                    + ","
                    + change("prod/b", "CONTINUOUS_SCAN", "MANUAL")));

    scanning().put(REGISTRY, new ScanningConfiguration(ScanType.ENHANCED, List.of(often)));
    assertThat(told()).as("nothing changed").isEmpty();

    scanning().put(REGISTRY, new ScanningConfiguration(ScanType.ENHANCED, List.of()));
    assertThat(told()).containsExactly(frequency(change("team/app", "CONTINUOUS_SCAN", "MANUAL")));
  }

  private Scanning scanning() {
    return new Scanning(registry.database, SettingLimits.DEFAULT, registry.clock);
  }

  private static String frequency(String changes) {
    return """
    ECR Scan Resource Change {"action-type":"SCAN_FREQUENCY_CHANGE","repositories":[%s],\
    "resource-type":"REPOSITORY","scan-type":"ENHANCED"}"""
        .formatted(changes);
  }

  private static String change(String name, String now, String before) {
    return """
    {"repository-name":"%1$s",\
    "repository-arn":"arn:aws:ecr:eu-central-1:123456789012:repository/%1$s",\
    "scan-frequency":"%2$s","previous-scan-frequency":"%3$s"}"""
        .formatted(name, now, before);
  }

  @Test
  void who_waits_is_told_when_it_happens() throws Exception {
    var reading = new FutureTask<>(() -> outbox.read(seen, ALL, 100, Duration.ofSeconds(20)));
    Thread.ofVirtual().start(reading);
    Image image = registry.image(app, "one", "a");

    List<Outbox.Told> events = reading.get().events();

    assertThat(events).hasSize(1);
    assertThat(events.getFirst().body().at("/detail/image-digest").asString())
        .isEqualTo(image.digest().toString());
  }

  @Test
  void whoever_asks_for_what_was_removed_learns_of_the_gap() throws IOException {
    registry.image(app, "one", "a");
    registry.database.<Integer>write(
        tx ->
            tx.outbox()
                .removeFirst(registry.clock.instant().plusSeconds(1), tx.outbox().end(), 100));

    assertThat(outbox.read(seen, ALL, 100, Duration.ZERO).hasGap()).isTrue();
    assertThat(outbox.read(outbox.beginning(), ALL, 100, Duration.ZERO).hasGap()).isFalse();
  }
}
