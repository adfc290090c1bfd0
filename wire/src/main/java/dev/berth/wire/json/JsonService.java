package dev.berth.wire.json;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A service with a row for every operation of its model, and for no other. */
public final class JsonService {
  private final ServiceModel model;
  private final Map<String, JsonRow<?>> rows = new LinkedHashMap<>();

  /**
   * Holds the table against the model.
   *
   * @throws IllegalArgumentException when an operation has no row, or two
   */
  public JsonService(ServiceModel model, List<JsonRow<?>> rows) {
    this.model = model;
    for (JsonRow<?> row : rows) {
      if (this.rows.put(row.name(), row) != null) {
        throw new IllegalArgumentException("there are two rows for " + row.name());
      }
    }
    Set<String> missing = new HashSet<>(model.operations().keySet());
    missing.removeAll(this.rows.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("there is no row for " + missing);
    }
  }

  /** Its model. */
  public ServiceModel model() {
    return model;
  }

  /** Every row, in the order of the table. */
  public List<JsonRow<?>> rows() {
    return List.copyOf(rows.values());
  }

  /** The row that {@code X-Amz-Target} names; empty when that is another service's, or nobody's. */
  Optional<JsonRow<?>> row(String target) {
    String prefix = model.targetPrefix() + ".";
    return target.startsWith(prefix)
        ? Optional.ofNullable(rows.get(target.substring(prefix.length())))
        : Optional.empty();
  }
}
