package dev.berth.wire.ecr.image;

import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.StatusFilter;
import dev.berth.wire.json.Input;
import java.util.List;
import java.util.Optional;

/**
 * {@code filter} of ListImages and DescribeImages (ECR dossier 5.6, CHECKLIST IM-25, IM-26).
 *
 * @param tags with tags, without, or both
 * @param status active when nothing is said
 */
record ImageFilter(TagStatus tags, StatusFilter status) {

  static ImageFilter read(Input input) {
    Optional<Input> filter = input.structure("filter");
    return new ImageFilter(
        filter.flatMap(f -> f.textIfAny("tagStatus")).map(TagStatus::valueOf).orElse(TagStatus.ANY),
        filter
            .flatMap(f -> f.textIfAny("imageStatus"))
            .map(StatusFilter::valueOf)
            .orElse(StatusFilter.ACTIVE));
  }

  /** For page tokens. */
  List<String> parts() {
    return List.of(tags.name(), status.name());
  }
}
