package dev.berth.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The name of a repository, unique in its registry (ECR API, {@code RepositoryName}; OCI
 * distribution-spec, {@code <name>}). Slashes separate namespaces, which are not objects of their
 * own.
 *
 * @param value 2 to 256 characters: components of lower-case letters and digits, joined by {@code
 *     .}, {@code _}, {@code __} or a run of {@code -}, and separated by {@code /}
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  private static final int MIN_LENGTH = 2;
  private static final int MAX_LENGTH = 256;

  public RepositoryName {
    if (value.length() < MIN_LENGTH || value.length() > MAX_LENGTH || !isPath(value)) {
      throw new Malformed(
          "repository name",
          value,
          "it has 2 to 256 characters: lower-case letters and digits, joined by '.', '_', '__' or"
              + " '-', separated by '/'");
    }
  }

  /**
   * The namespaces that it lies in, each with its closing slash, the innermost first: {@code a/b/}
   * and {@code a/} of {@code a/b/c}; none of a name without slashes.
   */
  public List<String> namespaces() {
    List<String> namespaces = new ArrayList<>();
    for (int i = value.lastIndexOf('/'); i > 0; i = value.lastIndexOf('/', i - 1)) {
      namespaces.add(value.substring(0, i + 1));
    }
    return namespaces;
  }

  // [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)* in one pass: every
  // request is parsed with
  // it, and a backtracking expression over text from outside is what we do not want there.
  static boolean isPath(String text) {
    int i = 0;
    while (true) {
      int start = i;
      while (i < text.length() && isAlphanumeric(text.charAt(i))) {
        i++;
      }
      if (i == start) {
        return false;
      }
      if (i == text.length()) {
        return true;
      }
      i = afterSeparator(text, i);
      if (i < 0) {
        return false;
      }
    }
  }

  private static int afterSeparator(String text, int at) {
    char separator = text.charAt(at);
    return switch (separator) {
      case '/', '.' -> at + 1;
      case '_' -> at + 1 < text.length() && text.charAt(at + 1) == '_' ? at + 2 : at + 1;
      case '-' -> {
        int i = at;
        while (i < text.length() && text.charAt(i) == '-') {
          i++;
        }
        yield i;
      }
      default -> -1;
    };
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(RepositoryName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
