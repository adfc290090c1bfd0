package dev.berth.wire.sts;

import dev.berth.identity.session.Credentials;
import dev.berth.identity.session.Sessions;
import dev.berth.wire.door.Row.GuardKind;
import dev.berth.wire.query.QueryAction;
import java.util.List;
import java.util.Optional;

/** Every action of STS that there is. */
public final class StsActions {
  private StsActions() {}

  /** The rows. */
  public static List<QueryAction<?>> all(Sessions sessions, Credentials credentials) {
    SessionPolicies policies = new SessionPolicies((arn, account) -> Optional.empty());
    return List.of(
        GetCallerIdentity.row(),
        StsAction.row("GetSessionToken", GuardKind.AUTHENTICATED, new GetSessionToken(sessions)),
        StsAction.row(
            "GetFederationToken", GuardKind.DEMANDS, new GetFederationToken(sessions, policies)),
        StsAction.row(
            "DecodeAuthorizationMessage", GuardKind.DEMANDS, new DecodeAuthorizationMessage()),
        StsAction.row("GetAccessKeyInfo", GuardKind.DEMANDS, new GetAccessKeyInfo(credentials)));
  }
}
