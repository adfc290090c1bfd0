package dev.berth.cli;

/** A Berth that could not be reached, or said no; the message is a sentence for the operator. */
final class EndpointFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EndpointFailed(String sentence) {
    super(sentence, null, false, false);
  }
}
