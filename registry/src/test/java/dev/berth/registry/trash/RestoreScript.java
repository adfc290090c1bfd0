package dev.berth.registry.trash;

import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.StatusFilter;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.ImageStatus;
import dev.berth.model.Page;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry;
import dev.berth.registry.Conformance;
import dev.berth.registry.Limits;
import dev.berth.registry.Retention;
import dev.berth.registry.Rules;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.StorageClass;
import dev.berth.registry.refusal.Refusal;
import dev.berth.registry.repository.Deletion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Does what the words of {@code restore.txt} say, and says what came of it in such words. */
final class RestoreScript {
  private static final String NOTHING = "nothing";

  private final TestRegistry registry;
  private final Map<String, Image> images = new HashMap<>();
  private final String namespace;
  private RepositoryAddress app;

  /**
   * @param namespace of its repositories
   */
  RestoreScript(TestRegistry registry, String namespace) {
    this.registry = registry;
    this.namespace = namespace;
    this.app = registry.repository(name("app").value());
  }

  private RepositoryName name(String repository) {
    return new RepositoryName(namespace + "/" + repository);
  }

  static Rules rules(String limits) {
    return new Rules(limits(limits), Retention.DEFAULT, Conformance.OCI);
  }

  private static Limits limits(String text) {
    if (text.isEmpty()) {
      return Limits.DEFAULT;
    }
    String[] words = text.split(" ");
    int most = Integer.parseInt(words[1]);
    Limits usual = Limits.DEFAULT;
    return new Limits(
        words[0].equals("repositories") ? most : usual.repositories(),
        words[0].equals("images") ? most : usual.images(),
        words[0].equals("tags") ? most : usual.tags(),
        usual.resourceTags(),
        usual.layers(),
        usual.manifestBytes(),
        usual.batchBytes(),
        usual.layerBytes(),
        usual.parts(),
        usual.partBytes(),
        usual.smallestPartBytes(),
        usual.openUploads(),
        usual.settings());
  }

  /** Does one thing after the other. */
  void run(String steps) throws IOException {
    for (String step : steps.split(";")) {
      List<String> words = Arrays.asList(step.strip().split(" "));
      step(words.getFirst(), words.subList(1, words.size()));
    }
  }

  private void step(String verb, List<String> words) throws IOException {
    switch (verb) {
      case "push" -> {
        String[] tags = words.subList(1, words.size()).toArray(String[]::new);
        images.put(words.getFirst(), registry.image(app, words.getFirst(), tags));
      }
      case "index" -> index(words);
      case "sign" -> {
        registry.layer(app, "signature " + words.get(2));
        String manifest =
            SampleManifests.referrer(
                image(words.getFirst()), "test/signature", "{}", "signature " + words.get(2));
        images.put(words.get(2), registry.put(app, manifest));
      }
      case "delete" ->
          registry.images.delete(
              app,
              words.stream().map(name -> ImageId.of(image(name).digest())).toList(),
              TestRegistry.ALICE);
      case "untag" ->
          registry.images.delete(
              app, new ImageReference.ByTag(new Tag(words.getFirst())), TestRegistry.ALICE);
      case "purge" ->
          registry.trash.purge(
              TestRegistry.REGISTRY, entry(words.getFirst()).id(), TestRegistry.ALICE);
      case "restore" -> restored(words);
      case "archive" ->
          registry.classes.update(
              app, ImageId.of(image(words.getFirst()).digest()), StorageClass.ARCHIVE);
      case "hours" -> registry.clock.advance(Duration.ofHours(Integer.parseInt(words.getFirst())));
      case "follow" -> registry.orphans.run(registry.clock.instant());
      case "drop" -> registry.repositories.delete(app, Deletion.WITH_IMAGES, TestRegistry.ALICE);
      case "create" ->
          registry.repository(name(words.isEmpty() ? "app" : words.getFirst()).value());
      default -> throw new IllegalArgumentException(verb);
    }
  }

  private void index(List<String> words) {
    int of = words.indexOf("of");
    Image[] children =
        words.subList(of + 1, words.size()).stream().map(this::image).toArray(Image[]::new);
    String[] tags = words.subList(1, of).toArray(String[]::new);
    images.put(words.getFirst(), registry.put(app, SampleManifests.index(children), tags));
  }

  private Image image(String name) {
    return Objects.requireNonNull(images.get(name), name);
  }

  private TrashEntry entry(String image) {
    return registry
        .trash
        .find(app, Optional.of(new ImageReference.ByDigest(image(image).digest())))
        .getFirst();
  }

  /** What a restore gives, or the name of the refusal. */
  String restore(String what) {
    try {
      return told(restored(Arrays.asList(what.split(" "))));
    } catch (Refusal refusal) {
      return refusal.getClass().getSimpleName();
    }
  }

  private Restored restored(List<String> words) {
    int as = words.indexOf("as");
    Optional<RepositoryName> name =
        as < 0 ? Optional.empty() : Optional.of(name(words.get(as + 1)));
    TrashEntry entry =
        words.getFirst().equals("repository")
            ? registry.trash.find(app, Optional.empty()).getFirst()
            : entry(words.get(words.getFirst().equals("image") ? 1 : 0));
    Restored restored =
        registry.trash.restore(TestRegistry.REGISTRY, entry.id(), name, TestRegistry.BOB);
    app = restored.repository();
    return restored;
  }

  private String told(Restored restored) {
    List<String> parts = new ArrayList<>();
    if (!restored.images().isEmpty()) {
      parts.add("back " + sorted(restored.images().stream().map(this::name).toList()));
    }
    if (!restored.tags().isEmpty()) {
      parts.add("tags " + sorted(restored.tags().stream().map(Tag::value).toList()));
    }
    restored
        .taken()
        .forEach(taken -> parts.add("taken %s by %s".formatted(taken.tag(), name(taken.by()))));
    if (restored.existed()) {
      parts.add("existed");
    }
    return parts.isEmpty() ? NOTHING : String.join("; ", parts);
  }

  private static String sorted(List<String> names) {
    return names.stream().sorted().collect(Collectors.joining(" "));
  }

  private String name(Digest digest) {
    return images.entrySet().stream()
        .filter(image -> image.getValue().digest().equals(digest))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** The images of the repository with their tags. */
  String lives() {
    if (registry.repositories.find(app).isEmpty()) {
      return NOTHING;
    }
    String found =
        registry
            .images
            .page(app, TagStatus.ANY, StatusFilter.ANY, new Page.Request<>(Optional.empty(), 50))
            .items()
            .stream()
            .map(
                tagged ->
                    "%s(%s)%s"
                        .formatted(
                            name(tagged.image().digest()),
                            sorted(tagged.tags().stream().map(Tag::value).toList()),
                            tagged.image().storage().status() == ImageStatus.ARCHIVED
                                ? "archived"
                                : ""))
            .sorted()
            .collect(Collectors.joining(" "));
    return found.isEmpty() ? NOTHING : found;
  }
}
