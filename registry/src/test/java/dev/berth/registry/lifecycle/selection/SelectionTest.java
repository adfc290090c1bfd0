package dev.berth.registry.lifecycle.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Digest;
import dev.berth.model.Tag;
import dev.berth.registry.lifecycle.policy.LifecyclePolicy;
import dev.berth.registry.lifecycle.policy.StorageClass;
import dev.berth.registry.lifecycle.selection.Candidate.Place;
import dev.berth.registry.lifecycle.selection.Candidate.Times;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which images rules take: ECR dossier 12.3 and 12.5, LE1 to LE16; CHECKLIST LC-22 to LC-35, LC-44.
 * The decision table is {@code lifecycle/selections.json}, its ages are in days.
 */
final class SelectionTest {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final JsonMapper JSON = new JsonMapper();
  private static final long MILLIS_A_DAY = Duration.ofDays(1).toMillis();

  @TestFactory
  Stream<DynamicTest> every_image_has_its_fate() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            SelectionTest.class.getResourceAsStream("/lifecycle/selections.json"))) {
      return JSON.readTree(file)
          .valueStream()
          .map(
              each ->
                  DynamicTest.dynamicTest(
                      each.path("ids").asString() + ": " + each.path("name").asString(),
                      () -> check(each)));
    }
  }

  private static void check(JsonNode each) {
    List<Candidate> images = new ArrayList<>();
    Map<Long, String> names = new TreeMap<>();
    for (JsonNode image : each.path("images")) {
      long id = images.size() + 1L;
      names.put(id, image.path("name").stringValue());
      images.add(candidate(id, image));
    }
    LifecyclePolicy policy = LifecyclePolicy.stored(JSON.writeValueAsString(each.path("policy")));

    Map<String, String> fates = new TreeMap<>();
    Selection.of(policy.rules(), images, NOW)
        .verdicts()
        .forEach(verdict -> fates.put(names.get(verdict.imageId()), words(verdict.fate())));

    Map<String, String> expected = new TreeMap<>();
    each.path("fates").forEachEntry((name, fate) -> expected.put(name, fate.stringValue()));
    assertThat(fates).isEqualTo(expected);
  }

  private static Candidate candidate(long id, JsonNode image) {
    return new Candidate(
        id,
        new Digest(Digest.Algorithm.SHA256, "%064x".formatted(id)),
        image.path("tags").valueStream().map(tag -> new Tag(tag.stringValue())).toList(),
        new Times(
            ago(image, "pushed")
                .orElseThrow()
                .minus(image.path("more").asInt(0), ChronoUnit.MICROS),
            ago(image, "pulled"),
            ago(image, "archived"),
            ago(image, "activated")),
        switch (image.path("status").asString("ACTIVE")) {
          case "ARCHIVED" -> Optional.of(StorageClass.ARCHIVE);
          case "ACTIVATING" -> Optional.empty();
          default -> Optional.of(StorageClass.STANDARD);
        },
        place(image));
  }

  private static Place place(JsonNode image) {
    if (image.path("referrer").asBoolean(false)) {
      return Place.REFERRER;
    }
    if (image.path("protected").asBoolean(false)) {
      return Place.PROTECTED;
    }
    return switch (image.path("parents").asString("NONE")) {
      case "ARCHIVED" -> Place.IN_ARCHIVED_INDEX;
      case "UNARCHIVED" -> Place.IN_INDEX;
      default -> Place.FREE;
    };
  }

  private static Optional<Instant> ago(JsonNode image, String member) {
    return image.has(member)
        ? Optional.of(NOW.minusMillis(Math.round(image.path(member).doubleValue() * MILLIS_A_DAY)))
        : Optional.empty();
  }

  private static String words(Fate fate) {
    return switch (fate) {
      case Fate.Taken taken -> "taken " + taken.by().priority();
      case Fate.Shielded shielded -> "shielded " + shielded.by().priority();
      case Fate.InIndex kept -> "in index " + kept.by().priority();
      case Fate.Protected kept -> "protected " + kept.by().priority();
      case Fate.FollowsSubject _ -> "follows";
      case Fate.Activating _ -> "activating";
      case Fate.Unseen _ -> "unseen";
    };
  }
}
