package dev.berth.wire.aws;

import dev.berth.iam.sigv4.SignatureFlaw.Kind;

/** How both protocols name a signature that does not hold (IAM dossier 3.2, CHECKLIST PR-02). */
final class SignatureCodes {
  private SignatureCodes() {}

  static String json(Kind kind) {
    return switch (kind) {
      case MISSING_TOKEN -> "MissingAuthenticationTokenException";
      case INCOMPLETE -> "IncompleteSignatureException";
      case UNRECOGNIZED_CLIENT -> "UnrecognizedClientException";
      case INVALID_SIGNATURE -> "InvalidSignatureException";
      case EXPIRED_TOKEN -> "ExpiredTokenException";
      case REQUEST_EXPIRED -> "RequestExpired";
    };
  }

  static String query(Kind kind) {
    return switch (kind) {
      case MISSING_TOKEN -> "MissingAuthenticationToken";
      case INCOMPLETE -> "IncompleteSignature";
      case UNRECOGNIZED_CLIENT -> "InvalidClientTokenId";
      case INVALID_SIGNATURE -> "SignatureDoesNotMatch";
      case EXPIRED_TOKEN -> "ExpiredToken";
      case REQUEST_EXPIRED -> "RequestExpired";
    };
  }
}
