package dev.berth.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * The beginning of names that creation templates and pull-through cache rules are about (ECR
 * dossier 17.2, 18; CHECKLIST CT-02, CT-03, PT-04): whole components of a name, so that {@code
 * prod} covers {@code prod/x} and neither {@code prod} nor {@code prodx/y}.
 *
 * @param value as it was written: 1 to 256 characters of a repository's name, perhaps with a
 *     closing slash, which means nothing; or {@code ROOT}, which covers every name
 */
public record RepositoryPrefix(String value) {
  private static final int MAX_LENGTH = 256;
  private static final String EVERYTHING = "ROOT";

  /** Covers every name. */
  public static final RepositoryPrefix ROOT = new RepositoryPrefix(EVERYTHING);

  public RepositoryPrefix {
    if (value.isEmpty()
        || value.length() > MAX_LENGTH
        || !(value.equals(EVERYTHING) || RepositoryName.isPath(withoutSlash(value)))) {
      throw new Malformed(
          "repository prefix",
          value,
          "it has 1 to 256 characters of a repository's name, or is ROOT");
    }
  }

  /** All that cover a name, the longest first and {@code ROOT} last. */
  public static List<RepositoryPrefix> of(RepositoryName name) {
    return Stream.concat(
            name.namespaces().stream().map(space -> new RepositoryPrefix(withoutSlash(space))),
            Stream.of(ROOT))
        .toList();
  }

  /** What two prefixes have in common that are the same: it has no closing slash. */
  public String key() {
    return withoutSlash(value);
  }

  /** Whether it covers every name. */
  public boolean isRoot() {
    return value.equals(EVERYTHING);
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public String toString() {
    return value;
  }
}
