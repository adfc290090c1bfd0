package dev.berth.server.folder;

/**
 * A data folder that cannot be opened; the message is one sentence for the operator that says what
 * to do.
 */
public final class FolderRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FolderRefused(String sentence) {
    super(sentence, null, false, false);
  }
}
