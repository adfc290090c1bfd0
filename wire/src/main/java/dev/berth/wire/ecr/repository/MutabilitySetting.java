package dev.berth.wire.ecr.repository;

import dev.berth.model.TagFilter;
import dev.berth.model.TagMutability;
import dev.berth.wire.json.Input;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code imageTagMutability} with its exclusion filters, read and written (ECR dossier 11,
 * CHECKLIST TM-02 to TM-05, TM-09).
 */
public final class MutabilitySetting {
  private static final String MODE = "imageTagMutability";
  private static final String FILTERS = "imageTagMutabilityExclusionFilters";

  private MutabilitySetting() {}

  /** The setting that a request asks for; empty when it does not say. */
  public static Optional<TagMutability> read(Input input) {
    TagMutability.Mode mode =
        input.textIfAny(MODE).map(TagMutability.Mode::valueOf).orElse(TagMutability.Mode.MUTABLE);
    List<TagFilter> filters =
        input.structures(FILTERS).stream()
            .map(filter -> input.parse(FILTERS, filter.text("filter"), TagFilter::new))
            .toList();
    if (mode.hasExclusions() && filters.isEmpty()) {
      throw input.violation(
          FILTERS,
          "ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as "
              + mode);
    }
    if (!mode.hasExclusions() && !filters.isEmpty()) {
      throw input.violation(
          FILTERS,
          "ImageTagMutabilityExclusionFilters must be null when imageTagMutability is set as "
              + mode);
    }
    return input.has(MODE) ? Optional.of(new TagMutability(mode, filters)) : Optional.empty();
  }

  /** Writes it into what has it. */
  public static void write(TagMutability setting, ObjectNode node) {
    node.put(MODE, setting.mode().name());
    if (setting.mode().hasExclusions()) {
      ArrayNode filters = node.putArray(FILTERS);
      for (TagFilter filter : setting.exclusions()) {
        filters.addObject().put("filterType", "WILDCARD").put("filter", filter.pattern());
      }
    }
  }
}
