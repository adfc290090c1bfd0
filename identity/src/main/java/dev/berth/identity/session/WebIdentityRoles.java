package dev.berth.identity.session;

import dev.berth.iam.Action;
import dev.berth.iam.RequestContext;
import dev.berth.identity.oidc.ClaimedTags;
import dev.berth.identity.oidc.WebIdentities;
import dev.berth.identity.oidc.WebIdentity;
import dev.berth.identity.session.SessionRefused.NotForThisCaller;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The roles that an issuer's tokens open (IAM dossier 8.3). */
public final class WebIdentityRoles {
  private static final String ASSUME = "AssumeRoleWithWebIdentity";

  private final WebIdentities tokens;
  private final AssumableRoles roles;
  private final WebIdentityTrust trust;

  /**
   * A role, and who may have a session of it.
   *
   * @param role that trusts
   * @param identity whom
   */
  public record Trusted(Role role, WebIdentity identity) {}

  public WebIdentityRoles(WebIdentities tokens, AssumableRoles roles, WebIdentityTrust trust) {
    this.tokens = tokens;
    this.roles = roles;
    this.trust = trust;
  }

  /**
   * Opens a role with a token.
   *
   * @param conditions keys of the request, such as {@code sts:RoleSessionName}
   * @throws dev.berth.identity.oidc.WebIdentityRefused when the token is nobody's here
   * @throws NotForThisCaller when the role does not trust its bearer, or there is none
   */
  public Trusted open(
      String token, Arn role, Map<String, List<String>> conditions, RequestContext context) {
    WebIdentity identity = tokens.verify(token, new AccountId(role.account()));
    Role found = roles.find(role).orElseThrow(WebIdentityRoles::untrusted);
    Map<String, List<String>> asked = new HashMap<>(conditions);
    asked.putAll(conditions(identity));
    for (Action action : actions(identity)) {
      if (!trust.allows(identity, found, action, asked, context)) {
        throw untrusted();
      }
    }
    return new Trusted(found, identity);
  }

  private static List<Action> actions(WebIdentity identity) {
    List<Action> actions = new ArrayList<>();
    actions.add(new Action("sts", ASSUME));
    if (!identity.tags().values().isEmpty()) {
      actions.add(new Action("sts", "TagSession"));
    }
    if (identity.sourceIdentity().isPresent()) {
      actions.add(new Action("sts", "SetSourceIdentity"));
    }
    return actions;
  }

  private static Map<String, List<String>> conditions(WebIdentity identity) {
    Map<String, List<String>> conditions = new HashMap<>();
    ClaimedTags tags = identity.tags();
    tags.values().forEach((key, value) -> conditions.put("aws:RequestTag/" + key, List.of(value)));
    if (!tags.values().isEmpty()) {
      conditions.put("aws:TagKeys", List.copyOf(tags.values().keySet()));
    }
    if (!tags.transitive().isEmpty()) {
      conditions.put("sts:TransitiveTagKeys", List.copyOf(tags.transitive()));
    }
    identity.sourceIdentity().ifPresent(id -> conditions.put("sts:SourceIdentity", List.of(id)));
    return conditions;
  }

  // One sentence for all that a trust policy can say, and for a role that is not there.
  private static NotForThisCaller untrusted() {
    return NotForThisCaller.of("Not authorized to perform sts:" + ASSUME);
  }
}
