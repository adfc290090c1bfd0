package dev.berth.registry.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.MediaType;
import dev.berth.registry.Conformance;
import dev.berth.registry.Limits;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.ManifestInvalid;
import dev.berth.registry.refusal.ManifestInvalid.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Every kind of manifest that is read and that is refused, from {@code manifests/cases.json}; then
 * the sizes.
 */
final class ManifestParserTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final ManifestParser parser = new ManifestParser(Limits.DEFAULT, Conformance.OCI);

  @TestFactory
  Stream<DynamicTest> every_case_is_decided_as_the_table_says() throws IOException {
    try (InputStream cases =
        Objects.requireNonNull(getClass().getResourceAsStream("/manifests/cases.json"))) {
      List<JsonNode> table = new ArrayList<>();
      JSON.readTree(cases).forEach(table::add);
      return table.stream()
          .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> decide(row)));
    }
  }

  private static void decide(JsonNode row) {
    String text =
        row.has("text") ? row.get("text").asString() : JSON.writeValueAsString(row.get("document"));
    ManifestParser parser =
        new ManifestParser(
            Limits.DEFAULT,
            row.has("conformance")
                ? Conformance.valueOf(row.get("conformance").asString())
                : Conformance.OCI);
    Optional<MediaType> declared =
        Optional.ofNullable(row.get("declared")).map(type -> new MediaType(type.asString()));
    if (row.has("refused")) {
      assertThatThrownBy(() -> parser.parse(utf8(text), declared))
          .isInstanceOfSatisfying(
              ManifestInvalid.class,
              refusal ->
                  assertThat(refusal.kind())
                      .as(refusal.getMessage())
                      .isEqualTo(Kind.valueOf(row.get("refused").asString())));
    } else {
      assertThat(seen(parser.parse(utf8(text), declared))).containsAllEntriesOf(expected(row));
    }
  }

  private static Map<String, Object> expected(JsonNode row) {
    Map<String, Object> expected = new LinkedHashMap<>();
    row.get("reads")
        .forEachEntry(
            (name, value) -> {
              if (value.isObject()) {
                Map<String, String> texts = new LinkedHashMap<>();
                value.forEachEntry((key, text) -> texts.put(key, text.asString()));
                expected.put(name, texts);
              } else {
                expected.put(name, value.isInt() ? value.asInt() : value.asString());
              }
            });
    return expected;
  }

  private static Map<String, Object> seen(ParsedManifest parsed) {
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("type", parsed.mediaType().value());
    parsed.shownArtifactType().ifPresent(type -> seen.put("artifactType", type));
    parsed.subject().ifPresent(subject -> seen.put("subject", subject.digest().toString()));
    seen.put("annotations", parsed.annotations());
    switch (parsed) {
      case ParsedManifest.ImageManifest image -> {
        seen.put("layers", image.layers().size());
        seen.put("foreign", (int) image.layers().stream().filter(Descriptor::isForeign).count());
      }
      case ParsedManifest.ImageIndex index -> seen.put("manifests", index.manifests().size());
    }
    return seen;
  }

  @Test
  void a_manifest_of_4_mib_is_read_and_one_byte_more_is_refused() {
    String small = SampleManifests.image("\"x\":\"\",", "{}", new String[] {"a"});
    int room = Limits.DEFAULT.manifestBytes() - small.length();
    String whole =
        SampleManifests.image("\"x\":\"" + "x".repeat(room) + "\",", "{}", new String[] {"a"});
    assertThat(utf8(whole)).hasSize(4 * 1024 * 1024);

    assertThat(parser.parse(utf8(whole), Optional.empty()).mediaType())
        .isEqualTo(MediaType.OCI_MANIFEST);
    assertThat(refused(utf8(whole + " "))).isEqualTo(Kind.TOO_LARGE);
  }

  /** IM-38. */
  @Test
  void five_hundred_layers_are_read_and_one_more_is_refused_with_ecrs_text() {
    String[] layers = Collections.nCopies(500, "a").toArray(String[]::new);
    assertThat(parser.parse(utf8(SampleManifests.image("{}", layers)), Optional.empty()))
        .isInstanceOfSatisfying(
            ParsedManifest.ImageManifest.class, image -> assertThat(image.layers()).hasSize(500));

    String[] more = Collections.nCopies(501, "a").toArray(String[]::new);
    assertThatThrownBy(
            () -> parser.parse(utf8(SampleManifests.image("{}", more)), Optional.empty()))
        .isInstanceOf(ManifestInvalid.class)
        .hasMessage("Limit on number of layers per image exceeded");
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused() {
    String manifest = SampleManifests.image("{}", "a");
    byte[] broken = utf8(manifest);
    broken[broken.length - 2] = (byte) 0xFF;
    assertThat(refused(broken)).isEqualTo(Kind.NOT_JSON);
    assertThat(refused(manifest.getBytes(StandardCharsets.UTF_16LE))).isEqualTo(Kind.NOT_JSON);
    assertThat(refused(manifest.getBytes(StandardCharsets.UTF_16))).isEqualTo(Kind.NOT_JSON);
  }

  @Test
  void thousands_of_annotations_are_read() {
    StringBuilder annotations = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      annotations.append(i == 0 ? "" : ",").append("\"key.").append(i).append("\":\"value\"");
    }
    String members = "\"annotations\":{" + annotations + "},";
    assertThat(
            parser
                .parse(
                    utf8(SampleManifests.image(members, "{}", new String[] {"a"})),
                    Optional.empty())
                .annotations())
        .hasSize(20_000);
  }

  private Kind refused(byte[] bytes) {
    try {
      parser.parse(bytes, Optional.empty());
    } catch (ManifestInvalid refusal) {
      return refusal.kind();
    }
    throw new AssertionError("it was read");
  }

  private static byte[] utf8(String text) {
    return TestRegistry.utf8(text);
  }
}
