package dev.berth.registry.refusal;

/**
 * A registry that nothing is pulled through from (ECR API, UnsupportedUpstreamRegistryException, in
 * the words that clients of ECR have reported; CHECKLIST PT-01).
 */
public final class UpstreamUnsupported extends Refusal {
  private final String url;

  private UpstreamUnsupported(String url, String message) {
    super(message);
    this.url = url;
  }

  /** It is none of the known ones, or not of the kind that was named. */
  public static UpstreamUnsupported address(String url) {
    return new UpstreamUnsupported(
        url,
        "The upstream registry URL %s is invalid. Specify a valid upstream registry URL and try again"
            .formatted(url));
  }

  /** It answers nobody without a login. */
  public static UpstreamUnsupported withoutCredential(String url) {
    return new UpstreamUnsupported(
        url,
        "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN containing the upstream registry credentials.");
  }

  /** Its address. */
  public String url() {
    return url;
  }
}
