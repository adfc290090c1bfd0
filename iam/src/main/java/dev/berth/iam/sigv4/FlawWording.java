package dev.berth.iam.sigv4;

import dev.berth.iam.sigv4.SignatureFlaw.ExpiredSession;
import dev.berth.iam.sigv4.SignatureFlaw.HeaderPart;
import dev.berth.iam.sigv4.SignatureFlaw.Mismatch;
import dev.berth.iam.sigv4.SignatureFlaw.MissingFromHeader;
import dev.berth.iam.sigv4.SignatureFlaw.MissingFromQuery;
import dev.berth.iam.sigv4.SignatureFlaw.MissingToken;
import dev.berth.iam.sigv4.SignatureFlaw.NotPairs;
import dev.berth.iam.sigv4.SignatureFlaw.Repeated;
import dev.berth.iam.sigv4.SignatureFlaw.TooNew;
import dev.berth.iam.sigv4.SignatureFlaw.TooOld;
import dev.berth.iam.sigv4.SignatureFlaw.TwoForms;
import dev.berth.iam.sigv4.SignatureFlaw.UnknownKey;
import dev.berth.iam.sigv4.SignatureFlaw.UnreadableCredential;
import dev.berth.iam.sigv4.SignatureFlaw.UnreadableDate;
import dev.berth.iam.sigv4.SignatureFlaw.UnreadableLifetime;
import dev.berth.iam.sigv4.SignatureFlaw.UnsignedHeader;
import dev.berth.iam.sigv4.SignatureFlaw.UnsignedPayload;
import dev.berth.iam.sigv4.SignatureFlaw.UnsupportedAlgorithm;
import dev.berth.iam.sigv4.SignatureFlaw.WrongScope;
import java.util.ArrayList;
import java.util.List;

/**
 * The sentences that AWS sends (IAM dossier 3.3): clients and their tests match on fragments of
 * them. Those of {@link Repeated}, {@link UnreadableLifetime} and {@link UnsignedPayload} are
 * Berth's own.
 */
final class FlawWording {
  private FlawWording() {}

  static String of(SignatureFlaw flaw) {
    return switch (flaw) {
      case TwoForms() ->
          "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
              + " header.";
      case MissingToken() -> "Request is missing Authentication Token";
      case Repeated(var name) -> "'%s' must not be given more than once.".formatted(name);
      case UnsupportedAlgorithm(var found) -> "Unsupported AWS 'algorithm': '%s'.".formatted(found);
      case NotPairs(var part, var header) ->
          "'%s' not a valid key=value pair (missing equal-sign) in Authorization header: '%s'."
              .formatted(part, header);
      case MissingFromHeader(var missing) ->
          String.join(" ", missing.stream().map(FlawWording::missing).toList());
      case MissingFromQuery(var missing) -> missing(missing);
      case UnsignedHeader(var name) ->
          (name.equals("host") ? "'Host' or ':authority'" : "'" + name + "'")
              + " must be a 'SignedHeader' in the AWS Authorization.";
      case UnreadableDate(var found) ->
          ("Date must be in ISO-8601 'basic format'. Got '%s'."
                  + " See http://en.wikipedia.org/wiki/ISO_8601")
              .formatted(found);
      case UnreadableLifetime(var found) ->
          "'X-Amz-Expires' must be a number of seconds from 1 to 604800. Got '%s'."
              .formatted(found);
      case TooOld old -> tooOld(old);
      case TooNew early -> tooNew(early);
      case UnreadableCredential(var found) ->
          ("Credential must have exactly 5 slash-delimited elements,"
                  + " e.g. keyid/date/region/service/term, got '%s'")
              .formatted(found);
      case WrongScope scope -> wrongScope(scope);
      case UnknownKey() -> "The security token included in the request is invalid.";
      case ExpiredSession() -> "The security token included in the request is expired";
      case UnsignedPayload(var found) ->
          ("'X-Amz-Content-Sha256' must be the SHA-256 of the body in lower-case hexadecimal,"
                  + " not '%s'.")
              .formatted(found);
      case Mismatch() ->
          "The request signature we calculated does not match the signature you provided."
              + " Check your AWS Secret Access Key and signing method."
              + " Consult the service documentation for details.";
    };
  }

  private static String missing(HeaderPart part) {
    return "Authorization header requires "
        + switch (part) {
          case CREDENTIAL -> "'Credential' parameter.";
          case SIGNATURE -> "'Signature' parameter.";
          case SIGNED_HEADERS -> "'SignedHeaders' parameter.";
          case DATE -> "existence of either a 'X-Amz-Date' or a 'Date' header.";
        };
  }

  private static String missing(List<String> parameters) {
    List<String> sentences = new ArrayList<>();
    for (String name : parameters) {
      sentences.add("AWS query-string parameters must include '%s'.".formatted(name));
    }
    sentences.add("Re-examine the query-string parameters.");
    return String.join(" ", sentences);
  }

  private static String tooOld(TooOld old) {
    return "Signature expired: %s is now earlier than %s (%s - %s)"
        .formatted(
            SigningTime.basic(old.signedAt()),
            SigningTime.basic(old.now().minus(old.window())),
            SigningTime.basic(old.now()),
            SigningTime.words(old.window()));
  }

  private static String tooNew(TooNew early) {
    return "Signature not yet current: %s is still later than %s (%s + %s)"
        .formatted(
            SigningTime.basic(early.signedAt()),
            SigningTime.basic(early.now().plus(early.window())),
            SigningTime.basic(early.now()),
            SigningTime.words(early.window()));
  }

  private static String wrongScope(WrongScope scope) {
    List<String> sentences = new ArrayList<>();
    scope
        .region()
        .map("Credential should be scoped to a valid region, not '%s'."::formatted)
        .ifPresent(sentences::add);
    scope
        .service()
        .map("Credential should be scoped to correct service: '%s'."::formatted)
        .ifPresent(sentences::add);
    scope
        .terminator()
        .map(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '%s'."
                ::formatted)
        .ifPresent(sentences::add);
    scope
        .date()
        .map(
            date ->
                ("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date"
                        + " from HTTP: '%s' != '%s', from '%s'.")
                    .formatted(
                        date,
                        SigningTime.day(scope.signedAt()),
                        SigningTime.basic(scope.signedAt())))
        .ifPresent(sentences::add);
    return String.join(" ", sentences);
  }
}
