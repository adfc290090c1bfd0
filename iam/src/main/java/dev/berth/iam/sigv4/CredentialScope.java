package dev.berth.iam.sigv4;

import java.time.Instant;
import java.util.Optional;

/** The five parts of a credential, {@code keyid/date/region/service/term}, as sent. */
record CredentialScope(
    String accessKeyId, String date, String region, String service, String terminator) {
  private static final int PARTS = 5;
  private static final String TERMINATOR = "aws4_request";

  static CredentialScope parse(String credential) {
    String[] parts = credential.split("/", PARTS + 1);
    if (parts.length != PARTS) {
      throw new SignatureRefusal(new SignatureFlaw.UnreadableCredential(credential));
    }
    return new CredentialScope(parts[0], parts[1], parts[2], parts[3], parts[4]);
  }

  /** Refuses with every part that is wrong in one sentence each. */
  void check(Served served, Instant signedAt) {
    boolean rightRegion = served.regions().stream().anyMatch(right -> right.value().equals(region));
    SignatureFlaw.WrongScope flaw =
        new SignatureFlaw.WrongScope(
            rightRegion ? Optional.empty() : Optional.of(region),
            service.equals(served.service()) ? Optional.empty() : Optional.of(served.service()),
            terminator.equals(TERMINATOR) ? Optional.empty() : Optional.of(terminator),
            date.equals(SigningTime.day(signedAt)) ? Optional.empty() : Optional.of(date),
            signedAt);
    if (flaw.region().isPresent()
        || flaw.service().isPresent()
        || flaw.terminator().isPresent()
        || flaw.date().isPresent()) {
      throw new SignatureRefusal(flaw);
    }
  }

  /** What stands in the string to sign. */
  String text() {
    return String.join("/", date, region, service, terminator);
  }
}
