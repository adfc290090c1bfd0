package dev.berth.wire.blob;

/** A request to a sealed address that is not answered with bytes. */
final class DownloadRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Why why;

  /** The reasons, with what the client is told. */
  enum Why {
    UNREADABLE(403, "This address was not given by this server, or not for this."),
    EXPIRED(403, "This address has expired. Ask for a new one."),
    GONE(404, "The layer is not there any more."),
    METHOD(405, "A layer can be fetched with GET.");

    private final int status;
    private final String text;

    Why(int status, String text) {
      this.status = status;
      this.text = text;
    }

    int status() {
      return status;
    }

    String text() {
      return text;
    }
  }

  DownloadRefused(Why why) {
    super(why.text, null, false, false);
    this.why = why;
  }

  Why why() {
    return why;
  }
}
