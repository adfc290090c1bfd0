package dev.berth.model;

/**
 * A pattern over whole repository names in which {@code *} stands for any run of characters, none
 * and slashes included (ECR dossier 14.1, 15).
 *
 * @param text as it was written
 */
public record RepositoryPattern(String text) {
  private static final char RUN = '*';

  /** Whether the pattern has a {@code *}. */
  public boolean hasWildcard() {
    return text.indexOf(RUN) >= 0;
  }

  /**
   * Whether the whole name matches; each piece between stars is looked for once, from where the one
   * before ended, because the first place that fits leaves the most room for the rest.
   */
  public boolean matches(RepositoryName name) {
    String[] pieces = text.split("\\*", -1);
    String value = name.value();
    String last = pieces[pieces.length - 1];
    if (pieces.length == 1) {
      return value.equals(text);
    }
    if (!value.startsWith(pieces[0])) {
      return false;
    }
    int from = pieces[0].length();
    for (int i = 1; i < pieces.length - 1; i++) {
      int found = value.indexOf(pieces[i], from);
      if (found < 0) {
        return false;
      }
      from = found + pieces[i].length();
    }
    return value.length() - last.length() >= from && value.endsWith(last);
  }
}
