package dev.berth.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What {@code berth explain} prints.
 *
 * @param answer of ExplainDigest
 */
record DigestText(JsonNode answer) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    answer.path("images").forEach(image -> image(image, lines));
    for (JsonNode deleted : answer.path("deletedImages")) {
      lines.add(
          "image deleted from %s at %s; it can be brought back with %s until %s"
              .formatted(
                  deleted.path("repositoryName").asString(""),
                  time(deleted, "deletedAt"),
                  deleted.path("entryId").asString(""),
                  time(deleted, "expiresAt")));
    }
    answer.path("blobs").forEach(blob -> blob(blob, lines));
    for (JsonNode former : answer.path("condemned")) {
      lines.add(
          "bytes of a former blob, condemned as %s: they go after %s"
              .formatted(former.path("why").asString(""), time(former, "dueAt")));
    }
    for (JsonNode upload : answer.path("finishedUploads")) {
      lines.add(
          "uploaded to %s by %s at %s"
              .formatted(
                  upload.path("repositoryName").asString(""),
                  upload.path("startedBy").asString(""),
                  time(upload, "finishedAt")));
    }
    if (lines.isEmpty()) {
      lines.add("The registry knows nothing of %s.".formatted(answer.path("digest").asString("")));
    }
    return lines;
  }

  private static void image(JsonNode image, List<String> lines) {
    lines.add(
        "image in %s, pushed at %s, %s"
            .formatted(
                image.path("repositoryName").asString(""),
                time(image, "imagePushedAt"),
                tags(image)));
    if (image.has("lastRecordedPullTime")) {
      lines.add("  last pulled   " + time(image, "lastRecordedPullTime"));
    }
    image.path("parents").forEach(parent -> lines.add("  named by      " + parent.asString("")));
    if (image.path("childCount").asLong(0) > 0) {
      lines.add("  names         %d images".formatted(image.path("childCount").asLong(0)));
    }
    image.path("referrers").forEach(other -> lines.add("  referred to by " + other.asString("")));
    if (image.has("subjectDigest")) {
      lines.add("  refers to     " + image.path("subjectDigest").asString(""));
    }
    freedBy(image, lines);
  }

  private static void blob(JsonNode blob, List<String> lines) {
    lines.add(
        "blob of %s, stored on %s, held by %d repositories"
            .formatted(
                CollectionText.bytes(blob.path("size").asLong(0)),
                blob.path("storedOn").asString(""),
                blob.path("repositoryCount").asLong(0)));
    for (JsonNode holder : blob.path("repositories")) {
      lines.add(
          holder.has("heldUntil")
              ? "  %s: no image names it; kept until %s, for it was last wanted at %s"
                  .formatted(
                      holder.path("repositoryName").asString(""),
                      time(holder, "heldUntil"),
                      time(holder, "leasedAt"))
              : "  %s: %d images name it"
                  .formatted(
                      holder.path("repositoryName").asString(""),
                      holder.path("imageCount").asLong(0)));
      for (JsonNode image : holder.path("images")) {
        lines.add(
            "    %s, pushed at %s, %s"
                .formatted(
                    image.path("imageDigest").asString(""),
                    time(image, "imagePushedAt"),
                    tags(image)));
      }
    }
    freedBy(blob, lines);
  }

  private static void freedBy(JsonNode node, List<String> lines) {
    node.path("freedBy").forEach(step -> lines.add("  freed by      " + step.asString("")));
  }

  private static String tags(JsonNode image) {
    int count = image.path("imageTagCount").asInt(0);
    JsonNode shown = image.path("imageTags");
    String tags =
        shown.valueStream().map(tag -> tag.asString("")).collect(Collectors.joining(", "));
    if (count == 0) {
      return "without tags";
    }
    return count > shown.size()
        ? "tagged %s and %d more".formatted(tags, count - shown.size())
        : "tagged " + tags;
  }

  private static String time(JsonNode node, String member) {
    return CollectionText.time(node, member);
  }
}
