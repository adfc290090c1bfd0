package dev.berth.wire.aws;

import dev.berth.identity.oidc.WebIdentityRefused;
import dev.berth.identity.session.SessionRefused;

/** How STS names a session that it does not give (IAM dossier 8.1 and 8.2). */
final class SessionCodes {
  private SessionCodes() {}

  static String of(SessionRefused refused) {
    return switch (refused) {
      case SessionRefused.NotForThisCaller _ -> "AccessDenied";
      case SessionRefused.TooLong _ -> "ValidationError";
      case SessionRefused.Contradiction _ -> "InvalidParameterValue";
      case SessionRefused.MalformedPolicy _ -> "MalformedPolicyDocument";
      case SessionRefused.TooMuch _ -> "PackedPolicyTooLarge";
      case SessionRefused.UnknownMessage _ -> "InvalidAuthorizationMessageException";
    };
  }

  static String of(WebIdentityRefused refused) {
    return switch (refused) {
      case WebIdentityRefused.Invalid _ -> "InvalidIdentityToken";
      case WebIdentityRefused.Expired _ -> "ExpiredTokenException";
      case WebIdentityRefused.Unreachable _ -> "IDPCommunicationError";
    };
  }
}
