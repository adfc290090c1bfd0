package dev.berth.identity.refusal;

/** There are as many as there may be, or a document is as long as it may be. */
public final class QuotaExceeded extends IdentityRefusal {
  private static final long serialVersionUID = 1L;

  private final long most;

  private QuotaExceeded(String message, long most) {
    super(message);
    this.most = most;
  }

  /**
   * A quota.
   *
   * @param quota as IAM calls it, such as {@code AccessKeysPerUser}
   */
  public static QuotaExceeded of(String quota, long most) {
    return new QuotaExceeded("Cannot exceed quota for %s: %d".formatted(quota, most), most);
  }

  /** A managed policy's versions. */
  public static QuotaExceeded versions(long most) {
    return new QuotaExceeded(
        ("A managed policy can have up to %d versions. Before you create a new version, you must"
                + " delete an existing version.")
            .formatted(most),
        most);
  }

  /** The characters of inline policies or of a trust policy, white space not counted. */
  public static QuotaExceeded characters(String kind, String name, long most) {
    return new QuotaExceeded(
        "Maximum policy size of %d bytes exceeded for %s %s".formatted(most, kind, name), most);
  }

  /** How many or how long. */
  public long most() {
    return most;
  }
}
