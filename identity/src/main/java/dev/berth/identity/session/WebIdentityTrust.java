package dev.berth.identity.session;

import dev.berth.iam.Action;
import dev.berth.iam.RequestContext;
import dev.berth.identity.oidc.WebIdentity;
import dev.berth.model.Role;
import java.util.List;
import java.util.Map;

/** Whether a role's trust policy lets somebody do something whom an issuer vouches for. */
@FunctionalInterface
public interface WebIdentityTrust {

  /**
   * Asks the trust policy as it is now.
   *
   * @param action {@code sts:AssumeRoleWithWebIdentity}, {@code sts:TagSession} or {@code
   *     sts:SetSourceIdentity}
   * @param conditions keys of the request itself; those of the token come with {@code who}
   */
  boolean allows(
      WebIdentity who,
      Role role,
      Action action,
      Map<String, List<String>> conditions,
      RequestContext context);
}
