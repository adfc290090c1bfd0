package dev.berth.iam.policy.match;

import java.util.Locale;
import java.util.Optional;

/**
 * The name of a context key, such as {@code aws:SourceIp} or {@code aws:PrincipalTag/team}. Names
 * are compared ignoring case, the part behind the slash too (IAM dossier 4.6).
 */
public final class ContextKey {
  private final String written;
  private final String name;

  /** The key of that name, which may be any text: unknown keys are legal and never have a value. */
  public ContextKey(String written) {
    this.written = written;
    this.name = written.toLowerCase(Locale.ROOT);
  }

  /** In lower case: what a {@code switch} over known keys is made on. */
  public String name() {
    return name;
  }

  /** As the policy or the request writes it. */
  public String written() {
    return written;
  }

  /**
   * What follows a prefix, such as {@code team} behind {@code aws:principaltag/}; empty when the
   * name does not start with it.
   *
   * @param prefix in lower case
   */
  public Optional<String> after(String prefix) {
    return name.startsWith(prefix)
        ? Optional.of(name.substring(prefix.length()))
        : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContextKey that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return written;
  }
}
