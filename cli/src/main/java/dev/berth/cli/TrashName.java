package dev.berth.cli;

import java.util.Map;
import java.util.regex.Pattern;

/** How people name something in the trash. */
sealed interface TrashName {
  /** What an entry is called. */
  Pattern ENTRY = Pattern.compile("trash-[0-9a-f]{17}");

  /**
   * Takes a name for what it looks like: an entry, {@code REPOSITORY@DIGEST}, {@code
   * REPOSITORY:TAG} or {@code REPOSITORY}.
   */
  static TrashName of(String text) {
    if (ENTRY.matcher(text).matches()) {
      return new Entry(text);
    }
    int at = text.indexOf('@');
    if (at >= 0) {
      return new Image(text.substring(0, at), "imageDigest", text.substring(at + 1));
    }
    int colon = text.indexOf(':');
    return colon >= 0
        ? new Image(text.substring(0, colon), "imageTag", text.substring(colon + 1))
        : new Whole(text);
  }

  /** What ListTrash is asked for. */
  Map<String, ?> asked();

  /** Where people may see what there is instead. */
  String list();

  /** One entry. */
  record Entry(String id) implements TrashName {
    @Override
    public Map<String, ?> asked() {
      return Map.of("entryId", id);
    }

    @Override
    public String list() {
      return "berth trash list";
    }
  }

  /**
   * A deleted image.
   *
   * @param how {@code imageDigest}, or {@code imageTag} for a tag that it had
   */
  record Image(String repository, String how, String value) implements TrashName {
    @Override
    public Map<String, ?> asked() {
      return Map.of("repositoryName", repository, "imageId", Map.of(how, value));
    }

    @Override
    public String list() {
      return "berth trash list " + repository;
    }
  }

  /** A repository that was deleted as a whole. */
  record Whole(String repository) implements TrashName {
    @Override
    public Map<String, ?> asked() {
      return Map.of("repositoryName", repository, "onlyRepositories", true);
    }

    @Override
    public String list() {
      return "berth trash list " + repository;
    }
  }
}
