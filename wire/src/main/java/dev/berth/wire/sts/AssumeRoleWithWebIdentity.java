package dev.berth.wire.sts;

import dev.berth.identity.oidc.WebIdentity;
import dev.berth.identity.session.AssumableRoles;
import dev.berth.identity.session.SessionTerms;
import dev.berth.identity.session.TemporaryCredentials;
import dev.berth.identity.session.WebIdentityRoles;
import dev.berth.identity.session.WebIdentityRoles.Trusted;
import dev.berth.model.Region;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.RequestContexts;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.QueryInvocation;
import dev.berth.wire.query.QueryOperation;
import dev.berth.wire.query.XmlAnswer;
import java.util.Optional;

/**
 * A session of a role for the bearer of a token of an OpenID Connect issuer (IAM dossier 8.3). The
 * request is not signed: the token is the permission, and the role's trust policy decides.
 *
 * @param region of requests that name none
 */
record AssumeRoleWithWebIdentity(
    WebIdentityRoles trusted,
    AssumableRoles roles,
    SessionPolicies policies,
    Region region,
    RequestContexts contexts)
    implements QueryOperation<AssumeRoleWithWebIdentity.Asked> {
  private static final int SHORTEST_TOKEN = 4;
  private static final int LONGEST_TOKEN = 20_000;

  /** What is asked for. The token never shows itself. */
  record Asked(RoleRequest role, String token) {
    @Override
    public String toString() {
      return "Asked[" + role + "]";
    }
  }

  @Override
  public Asked parse(QueryInput input, Caller caller) {
    input
        .textIfAny("ProviderId")
        .ifPresent(
            id -> {
              throw input.violation(
                  "ProviderId", id, "Member must not be given for an OpenID Connect token");
            });
    RoleRequest role = RoleRequest.asked(input);
    String token = input.text("WebIdentityToken");
    if (token.length() < SHORTEST_TOKEN || token.length() > LONGEST_TOKEN) {
      throw input.violation( // without the token
          "WebIdentityToken",
          token.length() + " characters",
          "Member must have length between %d and %d".formatted(SHORTEST_TOKEN, LONGEST_TOKEN));
    }
    return new Asked(role, token);
  }

  @Override
  public void answer(Asked asked, QueryInvocation invocation, XmlAnswer xml) {
    RoleRequest wanted = asked.role();
    Trusted found =
        trusted.open(
            asked.token(),
            wanted.role(),
            wanted.conditions(),
            contexts.of(invocation.request(), region));
    WebIdentity identity = found.identity();
    SessionTags tags = new SessionTags(identity.tags().values(), identity.tags().transitive());
    int packed = PackedSize.percent(wanted.policies(), tags);
    TemporaryCredentials credentials =
        roles.assume(
            found.role(),
            new SessionTerms(
                wanted.name(),
                wanted.life(),
                policies.resolve(wanted.policies(), found.role().identity().account()),
                tags.values(),
                tags.transitive(),
                identity.sourceIdentity(),
                Optional.of(identity.provider().arn().toString()),
                false),
            region);
    RoleRequest.write(credentials, xml);
    PackedSize.write(packed, xml);
    xml.element("SubjectFromWebIdentityToken", identity.subject())
        .element("Audience", identity.audience())
        .element("Provider", identity.provider().arn().toString());
    identity.sourceIdentity().ifPresent(id -> xml.element("SourceIdentity", id));
  }
}
