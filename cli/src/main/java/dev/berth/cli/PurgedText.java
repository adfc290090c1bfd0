package dev.berth.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What {@code berth trash purge} prints.
 *
 * @param answer of PurgeFromTrash
 */
record PurgedText(JsonNode answer) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    long freed = answer.path("freedCount").asLong(0);
    lines.add("Purged %s.".formatted(TrashText.what(answer.path("entry"))));
    lines.add(
        freed == 0
            ? "No bytes come free."
            : "Within a minute %s, %s, %s off the disk:"
                .formatted(
                    TrashText.count(freed, "blob"),
                    CollectionText.bytes(answer.path("freedBytes").asLong(0)),
                    freed == 1 ? "is" : "are"));
    answer.path("freed").forEach(blob -> lines.add("  " + blob(blob)));
    rest(freed - answer.path("freed").size(), lines);
    long held = answer.path("heldCount").asLong(0);
    if (held > 0) {
      lines.add("STILL THERE, for others hold %s:".formatted(held == 1 ? "it" : "them"));
      answer.path("held").forEach(blob -> held(blob, lines));
      rest(held - answer.path("held").size(), lines);
    }
    return lines;
  }

  private static void held(JsonNode blob, List<String> lines) {
    lines.add("  " + blob(blob));
    blob.path("holders").forEach(holder -> lines.add("    " + holder(holder)));
    long more = blob.path("holderCount").asLong(0) - blob.path("holders").size();
    if (more > 0) {
      lines.add(
          "    and %s: berth explain %s".formatted(TrashText.count(more, "other"), digest(blob)));
    }
  }

  private static String holder(JsonNode holder) {
    String repository = holder.path("repositoryName").asString("");
    String image = holder.at("/imageDigests/0").asString("");
    long images = holder.path("imageCount").asLong(0);
    return switch (holder.path("kind").asString("")) {
      case "TRASH" ->
          "deleted image %s@%s: berth trash purge %s"
              .formatted(repository, image, holder.path("entryId").asString(""));
      case "UPLOAD" -> "%s, where it was uploaded again".formatted(repository);
      default ->
          switch ((int) Math.min(images, 2)) {
            case 0 ->
                "%s, for a push that is under way or was a short time ago".formatted(repository);
            case 1 -> "%s@%s".formatted(repository, image);
            default -> "%s@%s and %d more of its images".formatted(repository, image, images - 1);
          };
    };
  }

  private static void rest(long more, List<String> lines) {
    if (more > 0) {
      lines.add("  and %s; --json has no more either".formatted(TrashText.count(more, "other")));
    }
  }

  private static String blob(JsonNode blob) {
    return "%s, %s".formatted(digest(blob), CollectionText.bytes(blob.path("size").asLong(0)));
  }

  private static String digest(JsonNode blob) {
    return blob.path("digest").asString("");
  }
}
