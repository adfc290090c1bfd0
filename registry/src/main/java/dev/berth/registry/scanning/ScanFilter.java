package dev.berth.registry.scanning;

import dev.berth.model.RepositoryName;
import dev.berth.model.RepositoryPattern;

/**
 * Which repositories a scanning rule is about: with a {@code *} a pattern of the whole name, else a
 * part of it (ECR dossier 14.1, CHECKLIST SC-02).
 *
 * @param text as it was written, of 1 to 255 characters
 */
public record ScanFilter(String text) {

  /** Whether the rule is about a repository of that name. */
  public boolean matches(RepositoryName name) {
    RepositoryPattern pattern = new RepositoryPattern(text);
    return pattern.hasWildcard() ? pattern.matches(name) : name.value().contains(text);
  }
}
