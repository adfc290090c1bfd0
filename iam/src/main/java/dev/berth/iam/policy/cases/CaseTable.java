package dev.berth.iam.policy.cases;

import dev.berth.iam.policy.json.NotAsExpected;
import dev.berth.iam.policy.json.StrictJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a table of cases: {@code {"schema_version": 1, "cases": [...]}}, as {@code
 * docs/policies.md} describes it. A key that is not known is refused, because a misspelt one would
 * be a test that tests something else.
 */
public final class CaseTable {
  private static final String VERSION = "1";

  private final List<PolicyCase> rows = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final StrictJson json;

  private CaseTable(StrictJson json) {
    this.json = json;
  }

  /** The rows in their order; {@link NotAsExpected} says what cannot be read, and of which row. */
  public static List<PolicyCase> read(String text) {
    return StrictJson.document(text, json -> new CaseTable(json).rows());
  }

  private List<PolicyCase> rows() {
    json.object(
        "the table",
        name -> {
          switch (name) {
            case "schema_version" -> requireVersion();
            case "title", "conventions" -> json.skip();
            case "cases" -> json.array(name, this::row);
            default ->
                throw new NotAsExpected(
                    Keys.unknown("the table", name, "schema_version, title, conventions, cases"));
          }
        });
    if (rows.isEmpty()) {
      throw new NotAsExpected("the table has no cases");
    }
    return List.copyOf(rows);
  }

  private void requireVersion() {
    String version = json.scalar("schema_version");
    if (!version.equals(VERSION)) {
      throw new NotAsExpected("schema_version is " + version + ", and this Berth knows " + VERSION);
    }
  }

  private void row() {
    CaseReader reader = new CaseReader(json);
    PolicyCase row;
    try {
      row = reader.read();
    } catch (NotAsExpected e) {
      String id = reader.id().orElse("number " + (rows.size() + 1));
      throw new NotAsExpected("case " + id + ": " + e.getMessage());
    }
    if (!ids.add(row.id())) {
      throw new NotAsExpected("case " + row.id() + " stands in the table twice");
    }
    rows.add(row);
  }
}
