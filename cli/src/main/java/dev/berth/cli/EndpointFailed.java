package dev.berth.cli;

/** A Berth that could not be reached, or said no; the message is a sentence for the operator. */
final class EndpointFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  EndpointFailed(String sentence) {
    this(sentence, "");
  }

  /**
   * A refusal.
   *
   * @param code such as {@code RepositoryNotFoundException}
   */
  EndpointFailed(String sentence, String code) {
    super(sentence, null, false, false);
    this.code = code;
  }

  /** What it was refused with; empty when nobody answered. */
  String code() {
    return code;
  }
}
