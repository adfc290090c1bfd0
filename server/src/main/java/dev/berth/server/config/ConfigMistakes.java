package dev.berth.server.config;

import java.util.List;

/** Everything that is wrong with a configuration, said at once. Nothing was started. */
public final class ConfigMistakes extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  /**
   * @param mistakes a sentence each, with the key it is about
   */
  public ConfigMistakes(List<String> mistakes) {
    super(String.join("\n", mistakes), null, false, false);
    this.mistakes = List.copyOf(mistakes);
  }

  /** A sentence each. */
  public List<String> mistakes() {
    return mistakes;
  }
}
