package dev.berth.cli;

import java.time.Duration;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Entries of the trash in words and lines for people. */
final class TrashText {
  private static final String FORM = "%-23s  %-20s  %-20s  %-26s  %s";
  static final String HEAD = FORM.formatted("ENTRY", "DELETED", "KEPT UNTIL", "WHY", "WHAT");

  private TrashText() {}

  /** An entry as a line of a table. */
  static String row(JsonNode entry) {
    return Ascii.text(
        FORM.formatted(
            entry.path("entryId").asString(""),
            CollectionText.time(entry, "deletedAt"),
            CollectionText.time(entry, "expiresAt"),
            why(entry),
            what(entry)));
  }

  /** What an entry is of, such as {@code image app@sha256:… (1.2, latest)}. */
  static String what(JsonNode entry) {
    String repository = entry.path("repositoryName").asString("");
    if (isRepository(entry)) {
      return "repository %s, %s"
          .formatted(repository, count(entry.path("imageCount").asLong(0), "image"));
    }
    return "image %s@%s (%s)"
        .formatted(repository, entry.path("imageDigest").asString(""), tags(entry));
  }

  private static String tags(JsonNode entry) {
    String tags = list(entry.path("imageTags"));
    long more = entry.path("imageTagCount").asLong(0) - entry.path("imageTags").size();
    if (tags.isEmpty()) {
      return "no tag";
    }
    return more > 0 ? "%s and %d more".formatted(tags, more) : tags;
  }

  /**
   * What to say of an empty trash.
   *
   * @param window for how long what is deleted stays there
   */
  static String nothing(Duration window) {
    return window.isZero()
        ? "Nothing: this server deletes for good (undo.window)."
        : "Nothing. What is deleted can be brought back for %s.".formatted(time(window));
  }

  private static String time(Duration window) {
    if (window.equals(Duration.ofDays(window.toDays()))) {
      return count(window.toDays(), "day");
    }
    return window.equals(Duration.ofHours(window.toHours()))
        ? count(window.toHours(), "hour")
        : count(window.toSeconds(), "second");
  }

  static boolean isRepository(JsonNode entry) {
    return entry.path("kind").asString("").equals("REPOSITORY");
  }

  /** Who or what deleted it. */
  private static String why(JsonNode entry) {
    return switch (entry.path("cause").asString("")) {
      case "LIFECYCLE" -> "lifecycle, rule " + entry.path("rulePriority").asInt(0);
      case "FOLLOWED_SUBJECT" -> "followed its subject";
      default -> "by " + who(entry.path("deletedBy").asString(""));
    };
  }

  /** The end of an ARN, such as {@code user/ci}. */
  private static String who(String arn) {
    return arn.isEmpty() ? "somebody unknown" : arn.substring(arn.lastIndexOf(':') + 1);
  }

  static String list(JsonNode texts) {
    return texts.valueStream().map(text -> text.asString("")).collect(Collectors.joining(", "));
  }

  /** A number with its noun. */
  static String count(long number, String noun) {
    return number == 1 ? "1 " + noun : number + " " + noun + "s";
  }
}
