package dev.berth.identity.session;

import dev.berth.iam.Action;
import dev.berth.iam.RequestContext;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.PolicyRefused;
import dev.berth.iam.policy.evaluate.Caller;
import dev.berth.iam.policy.evaluate.Evaluation;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.iam.policy.evaluate.Policies;
import dev.berth.iam.policy.evaluate.Question;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.identity.gate.Organization;
import dev.berth.identity.oidc.WebIdentity;
import dev.berth.model.AccountId;
import dev.berth.model.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the stored trust policies of roles say to web identities, and the organisation's policies
 * over the role's account (IAM dossier 5.5 to 5.7).
 */
public final class StoredTrust implements WebIdentityTrust {
  private static final Set<String> SEVERAL = Set.of("aws:TagKeys", "sts:TransitiveTagKeys");

  private final Organization organization;

  /**
   * @param organization whose policies over resources bind roles as well
   */
  public StoredTrust(Organization organization) {
    this.organization = organization;
  }

  @Override
  public boolean allows(
      WebIdentity who,
      Role role,
      Action action,
      Map<String, List<String>> conditions,
      RequestContext context) {
    PolicyDocument trust;
    try {
      trust = PolicyDocument.stored(DocumentKind.TRUST, role.trust());
    } catch (PolicyRefused _) {
      return false; // who cannot tell what it says trusts nobody
    }
    NamedDocument named =
        new NamedDocument("trust policy of role " + role.identity().name(), trust);
    Question question =
        new Question(
            new Caller.WebIdentity(who.provider().arn().toString()),
            action.toString(),
            role.identity().arn().toString(),
            role.identity().account(),
            values(who, role, conditions, context));
    Policies policies =
        Policies.NONE
            .withResource(List.of(named))
            .withResourceControl(
                organization.resourceControl(role.identity().account(), action.service()));
    return Evaluation.decide(question, policies).isAllowed();
  }

  private ConditionValues values(
      WebIdentity who, Role role, Map<String, List<String>> conditions, RequestContext context) {
    Map<String, ContextValue> values = new HashMap<>();
    conditions.forEach(
        (key, texts) ->
            values.put(
                key,
                SEVERAL.contains(key)
                    ? ContextValue.many(texts)
                    : ContextValue.one(texts.getFirst())));
    who.conditions()
        .forEach(
            (key, texts) ->
                values.put(
                    key,
                    texts.size() == 1
                        ? ContextValue.one(texts.getFirst())
                        : ContextValue.many(texts)));
    one(values, "aws:CurrentTime", context.time());
    one(values, "aws:EpochTime", context.time().getEpochSecond());
    one(values, "aws:SourceIp", context.source().getHostAddress());
    one(values, "aws:SecureTransport", context.secureTransport());
    one(values, "aws:RequestedRegion", context.region());
    one(values, "aws:ResourceAccount", role.identity().account());
    one(values, "aws:FederatedProvider", who.provider().arn());
    one(values, "aws:PrincipalIsAWSService", false);
    AccountId owner = role.identity().account();
    organization.id(owner).ifPresent(id -> one(values, "aws:ResourceOrgID", id));
    organization.paths(owner).ifPresent(paths -> values.put("aws:ResourceOrgPaths", paths));
    return ConditionValues.of(values);
  }

  private static void one(Map<String, ContextValue> values, String key, Object value) {
    values.put(key, ContextValue.one(value.toString()));
  }
}
