package dev.berth.blob;

import java.io.IOException;

/** The other end of an upload failed, not the store: the cause says how. */
public final class SourceFailed extends IOException {
  private static final long serialVersionUID = 1L;

  public SourceFailed(IOException cause) {
    super("the source of a blob failed", cause);
  }
}
