package dev.berth.wire.sts;

import dev.berth.identity.session.AssumableRoles;
import dev.berth.identity.session.Credentials;
import dev.berth.identity.session.Sessions;
import dev.berth.identity.session.WebIdentityRoles;
import dev.berth.model.Region;
import dev.berth.wire.door.RequestContexts;
import dev.berth.wire.door.Row.GuardKind;
import dev.berth.wire.query.QueryAction;
import java.util.List;

/**
 * Every action of STS that there is.
 *
 * @param policies finds what session policies name
 * @param region of requests that name none
 */
public record StsActions(
    Sessions sessions,
    Credentials credentials,
    AssumableRoles roles,
    WebIdentityRoles webIdentities,
    SessionPolicies policies,
    Region region,
    RequestContexts contexts) {

  /** The rows. */
  public List<QueryAction<?>> all() {
    return List.of(
        GetCallerIdentity.row(),
        StsAction.row("AssumeRole", GuardKind.DEMANDS, new AssumeRole(roles, policies)),
        StsAction.row(
            "AssumeRoleWithWebIdentity",
            GuardKind.SEALED,
            new AssumeRoleWithWebIdentity(webIdentities, roles, policies, region, contexts)),
        StsAction.row("GetSessionToken", GuardKind.AUTHENTICATED, new GetSessionToken(sessions)),
        StsAction.row(
            "GetFederationToken", GuardKind.DEMANDS, new GetFederationToken(sessions, policies)),
        StsAction.row(
            "DecodeAuthorizationMessage", GuardKind.DEMANDS, new DecodeAuthorizationMessage()),
        StsAction.row("GetAccessKeyInfo", GuardKind.DEMANDS, new GetAccessKeyInfo(credentials)));
  }
}
