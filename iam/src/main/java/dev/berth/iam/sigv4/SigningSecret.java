package dev.berth.iam.sigv4;

/**
 * The secret half of an access key. It never shows itself.
 *
 * @param value the text that the client signs with
 */
public record SigningSecret(String value) {
  @Override
  public String toString() {
    return "SigningSecret[hidden]";
  }
}
