package dev.berth.wire.ecr.image;

import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.wire.json.Input;
import java.util.List;
import java.util.Optional;

/**
 * {@code filter} of ListImages and DescribeImages (ECR dossier 5.6, CHECKLIST IM-25, IM-26).
 *
 * @param tags with tags, without, or both
 * @param presence which storage class
 */
record ImageFilter(TagStatus tags, Presence presence) {

  /**
   * Every image is active: nothing is archived here, so a filter for anything else finds nothing.
   */
  enum Presence {
    ALL,
    NONE
  }

  static ImageFilter read(Input input) {
    Optional<Input> filter = input.structure("filter");
    TagStatus tags =
        filter.flatMap(f -> f.textIfAny("tagStatus")).map(TagStatus::valueOf).orElse(TagStatus.ANY);
    String status = filter.flatMap(f -> f.textIfAny("imageStatus")).orElse("ACTIVE");
    Presence presence =
        switch (status) {
          case "ACTIVE", "ANY" -> Presence.ALL;
          default -> Presence.NONE;
        };
    return new ImageFilter(tags, presence);
  }

  /** For page tokens. */
  List<String> parts() {
    return List.of(tags.name(), presence.name());
  }
}
