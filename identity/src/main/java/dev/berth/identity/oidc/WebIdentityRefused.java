package dev.berth.identity.oidc;

import java.time.Instant;

/** A token that is nobody's identity here (IAM dossier 8.3). It never shows the token. */
public abstract sealed class WebIdentityRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private WebIdentityRefused(String message) {
    super(message, null, false, false);
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The token, or who made it, is not what it must be. */
  public static final class Invalid extends WebIdentityRefused {
    private static final long serialVersionUID = 1L;

    private Invalid(String message) {
      super(message);
    }

    static Invalid of(String message) {
      return new Invalid(message);
    }

    static Invalid unknownIssuer(String issuer) {
      return new Invalid(
          "No OpenIDConnect provider found in your account for %s".formatted(issuer));
    }

    static Invalid audience() {
      return new Invalid("Incorrect token audience");
    }

    static Invalid noKey() {
      return new Invalid(
          "Couldn't retrieve verification key from your identity provider, please reference"
              + " AssumeRoleWithWebIdentity documentation for requirements");
    }
  }

  /** The token's time is over. */
  public static final class Expired extends WebIdentityRefused {
    private static final long serialVersionUID = 1L;

    Expired(Instant now, Instant end) {
      super(
          "Token expired: current date/time %d must be before the expiration date/time %d"
              .formatted(now.getEpochSecond(), end.getEpochSecond()));
    }
  }

  /** The issuer cannot be asked for its keys, and none of them are known. */
  public static final class Unreachable extends WebIdentityRefused {
    private static final long serialVersionUID = 1L;

    Unreachable(String issuer) {
      super("The keys of the identity provider %s cannot be had now.".formatted(issuer));
    }
  }
}
