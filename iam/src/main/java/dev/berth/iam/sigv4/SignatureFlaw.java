package dev.berth.iam.sigv4;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with a signature, in the order in which it is looked for (IAM dossier 3.1, steps 2
 * to 14).
 */
public sealed interface SignatureFlaw {

  /** The rows of the dossier's table of codes (3.2). */
  enum Kind {
    /** {@code MissingAuthenticationToken}. */
    MISSING_TOKEN,
    /** {@code IncompleteSignature}: it cannot be read. */
    INCOMPLETE,
    /** {@code UnrecognizedClient}, in the Query protocol {@code InvalidClientTokenId}. */
    UNRECOGNIZED_CLIENT,
    /** {@code InvalidSignature}, in the Query protocol {@code SignatureDoesNotMatch}. */
    INVALID_SIGNATURE,
    /** {@code ExpiredToken}: the session's time is over. */
    EXPIRED_TOKEN,
    /** {@code RequestExpired}: a presigned address has outlived its time. */
    REQUEST_EXPIRED
  }

  /** Both forms of authentication in one request. */
  record TwoForms() implements SignatureFlaw {}

  /** No authentication at all. */
  record MissingToken() implements SignatureFlaw {}

  /** A field or parameter that the signature rests on is there more than once. */
  record Repeated(String name) implements SignatureFlaw {}

  /** Anything but {@code AWS4-HMAC-SHA256}. */
  record UnsupportedAlgorithm(String found) implements SignatureFlaw {}

  /** A part of the Authorization header has no equals sign. */
  record NotPairs(String part, String header) implements SignatureFlaw {}

  /** Parameters that the header form needs and lacks. */
  record MissingFromHeader(List<HeaderPart> missing) implements SignatureFlaw {
    public MissingFromHeader {
      missing = List.copyOf(missing);
    }
  }

  /** Names of the parameters that the presigned form needs and lacks. */
  record MissingFromQuery(List<String> missing) implements SignatureFlaw {
    public MissingFromQuery {
      missing = List.copyOf(missing);
    }
  }

  /** {@code host}, or the lower-case name of a field of AWS that is there and not signed. */
  record UnsignedHeader(String name) implements SignatureFlaw {}

  /** The time of the signature cannot be read. */
  record UnreadableDate(String found) implements SignatureFlaw {}

  /** The lifetime of a presigned address is not 1 to 604800 seconds. */
  record UnreadableLifetime(String found) implements SignatureFlaw {}

  /**
   * Signed too long ago.
   *
   * @param window how long a signature counts: the skew, or the lifetime of a presigned address
   */
  record TooOld(Instant signedAt, Instant now, Duration window, SignatureForm form)
      implements SignatureFlaw {}

  /** Signed further in the future than the skew allows. */
  record TooNew(Instant signedAt, Instant now, Duration window) implements SignatureFlaw {}

  /** A credential that is not {@code keyid/date/region/service/term}. */
  record UnreadableCredential(String found) implements SignatureFlaw {}

  /**
   * A credential scoped to something else. Each part that is wrong is present; at least one is.
   *
   * @param region the Region found, which is not right here
   * @param service the service that would be right
   * @param terminator what stands in place of {@code aws4_request}
   * @param date the date found, which is not the day of {@code signedAt}
   */
  record WrongScope(
      Optional<String> region,
      Optional<String> service,
      Optional<String> terminator,
      Optional<String> date,
      Instant signedAt)
      implements SignatureFlaw {}

  /** No such key, or one that may not sign, or a session token that does not belong to it. */
  record UnknownKey() implements SignatureFlaw {}

  /** {@code X-Amz-Content-Sha256} is no hash, so the signature does not cover the body. */
  record UnsignedPayload(String found) implements SignatureFlaw {}

  /** The signature is not the one that the key gives for this request and body. */
  record Mismatch() implements SignatureFlaw {}

  /** The signature is right, and the session that it was made in is over. */
  record ExpiredSession() implements SignatureFlaw {}

  /** What the header form is made of, in the order in which absence is reported. */
  enum HeaderPart {
    CREDENTIAL,
    SIGNATURE,
    SIGNED_HEADERS,
    DATE
  }

  /** Which code of a protocol it is. */
  default Kind kind() {
    return switch (this) {
      case MissingToken _ -> Kind.MISSING_TOKEN;
      case Repeated _,
          UnsupportedAlgorithm _,
          NotPairs _,
          MissingFromHeader _,
          MissingFromQuery _,
          UnreadableDate _,
          UnreadableLifetime _,
          UnreadableCredential _ ->
          Kind.INCOMPLETE;
      case UnknownKey _ -> Kind.UNRECOGNIZED_CLIENT;
      case ExpiredSession _ -> Kind.EXPIRED_TOKEN;
      case TooOld(_, _, _, var form) ->
          switch (form) {
            case HEADER -> Kind.INVALID_SIGNATURE;
            case PRESIGNED -> Kind.REQUEST_EXPIRED;
          };
      case TwoForms _, UnsignedHeader _, TooNew _, WrongScope _, UnsignedPayload _, Mismatch _ ->
          Kind.INVALID_SIGNATURE;
    };
  }
}
