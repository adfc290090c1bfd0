package dev.berth.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What {@code berth trash restore} prints.
 *
 * @param answer of RestoreFromTrash
 */
record RestoredText(JsonNode answer) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    JsonNode entry = answer.path("entry");
    if (TrashText.isRepository(entry)) {
      repository(entry, lines);
    } else {
      image(entry, lines);
    }
    for (JsonNode taken : answer.path("takenTags")) {
      lines.add(
          "  %s stays with %s, which it names by now"
              .formatted(
                  taken.path("imageTag").asString(""), taken.path("imageDigest").asString("")));
    }
    return lines;
  }

  private void repository(JsonNode entry, List<String> lines) {
    String before = entry.path("repositoryName").asString("");
    String now = answer.path("repositoryName").asString("");
    String images = TrashText.count(answer.path("imageCount").asLong(0), "image");
    if (now.equals(before)) {
      lines.add("Brought back repository %s with %s.".formatted(now, images));
    } else {
      lines.add("Brought back repository %s as %s with %s.".formatted(before, now, images));
      lines.add(
          "  its policies are as they were: an ARN in them that names %s still does"
              .formatted(before));
    }
  }

  private void image(JsonNode entry, List<String> lines) {
    String digest = entry.path("imageDigest").asString("");
    lines.add(
        "Brought back image %s@%s.".formatted(answer.path("repositoryName").asString(""), digest));
    if (answer.path("existed").asBoolean(false)) {
      lines.add("  it had been pushed again: that image stays, and gets the tags that are free");
    }
    String tags = TrashText.list(answer.path("imageTags"));
    lines.add(tags.isEmpty() ? "  without a tag" : "  tagged " + tags);
    for (JsonNode image : answer.path("imageDigests")) {
      if (!image.asString("").equals(digest)) {
        lines.add("  with it came " + image.asString(""));
      }
    }
  }
}
