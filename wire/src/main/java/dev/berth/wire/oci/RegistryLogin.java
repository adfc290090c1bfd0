package dev.berth.wire.oci;

import dev.berth.iam.Principal;
import dev.berth.iam.token.BasicCredential;
import dev.berth.iam.token.RegistryToken;
import dev.berth.iam.token.RegistryTokens;
import dev.berth.model.RegistryId;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.door.WrongCredential;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out who calls {@code /v2/}: HTTP Basic with user {@code AWS} and the token of
 * GetAuthorizationToken (ECR dossier, section 2). Which registry is meant is in the host name, or
 * on a plain host in the token. Who logs in otherwise is for {@link OtherLogins}.
 */
public final class RegistryLogin {
  private final RegistryTokens tokens;
  private final Function<RegistryToken, Optional<Principal>> holders;
  private final RegistryHosts hosts;
  private final OtherLogins others;

  /** Nobody, or nobody known: the caller is asked to log in. */
  public static final class Unknown extends RuntimeException implements WrongCredential {
    private static final long serialVersionUID = 1L;

    private final boolean wrong;

    private Unknown(boolean wrong) {
      super("Not Authorized", null, false, false);
      this.wrong = wrong;
    }

    /** There is no credential, or one that was issued here has ended. */
    static Unknown nobody() {
      return new Unknown(false);
    }

    /** The credential was not issued here. */
    static Unknown wrong() {
      return new Unknown(true);
    }

    @Override
    public boolean mayBeGuessed() {
      return wrong;
    }
  }

  /**
   * @param tokens opens passwords
   * @param holders the principal that a token was made for, if it still may use it
   * @param hosts tells which registry a host name means
   * @param others users besides {@code AWS}
   */
  public RegistryLogin(
      RegistryTokens tokens,
      Function<RegistryToken, Optional<Principal>> holders,
      RegistryHosts hosts,
      OtherLogins others) {
    this.tokens = tokens;
    this.holders = holders;
    this.hosts = hosts;
    this.others = others;
  }

  /**
   * The caller.
   *
   * @throws Unknown without a credential, or with one that is nobody's: 401 with the challenge
   * @throws OciError 400 for a header that cannot be read, 403 for a token whose life is over or
   *     that is another Region's
   */
  Caller.Known caller(Request request) {
    return switch (BasicCredential.parse(request.headers().first("Authorization"))) {
      case BasicCredential.Absent() -> throw Unknown.nobody();
      case BasicCredential.Broken() -> throw denied(400, "Your Authorization Token is invalid.");
      case BasicCredential.Login(String user, String password) -> {
        if (!user.equals(RegistryTokens.USER)) {
          yield other(request, user, password);
        }
        yield caller(request, password);
      }
    };
  }

  private Caller.Known other(Request request, String user, String password) {
    Principal principal = others.holder(user, password, request).orElseThrow(Unknown::wrong);
    return new Caller.Known(
        principal,
        hosts
            .registry(request.target().host())
            .orElseGet(() -> new RegistryId(principal.account(), others.region())));
  }

  private Caller.Known caller(Request request, String password) {
    return switch (tokens.open(password)) {
      case RegistryTokens.Opened.Unreadable() -> throw Unknown.wrong();
      case RegistryTokens.Opened.Expired(_) ->
          throw denied(403, "Your authorization token has expired. Reauthenticate and try again.");
      case RegistryTokens.Opened.Good(RegistryToken token) ->
          new Caller.Known(
              holders.apply(token).orElseThrow(Unknown::nobody),
              registry(request, token),
              Optional.of(token.accessKeyId()));
    };
  }

  private RegistryId registry(Request request, RegistryToken token) {
    RegistryId meant =
        hosts
            .registry(request.target().host())
            .orElseGet(() -> new RegistryId(token.account(), token.region()));
    if (!meant.region().equals(token.region())) {
      throw denied(
          403,
          "Your authorization token is for Region %s and not for Region %s. Reauthenticate there and try again."
              .formatted(token.region(), meant.region()));
    }
    return meant;
  }

  private static OciError denied(int status, String message) {
    return OciError.of(status, OciError.Code.DENIED, message);
  }

  /** ECR's answer to an unknown caller: what clients learn the way to log in from. */
  Response challenge(Request request) {
    return Response.of(401, "text/plain; charset=utf-8", Body.text("Not Authorized\n"))
        .with(
            "Www-Authenticate",
            "Basic realm=\"%s/\",service=\"ecr.amazonaws.com\"".formatted(request.origin()));
  }
}
