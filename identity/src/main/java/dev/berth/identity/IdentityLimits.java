package dev.berth.identity;

/**
 * How many there may be (IAM dossier 4.1 and 9.3).
 *
 * @param users in an account
 * @param groups in an account
 * @param roles in an account
 * @param policies managed policies that an account made
 * @param keysPerUser access keys
 * @param groupsPerUser groups that a user is in
 * @param attachments managed policies attached to one user, group or role
 * @param versions of one managed policy
 * @param tags on one user, role, policy or provider
 * @param providers OpenID Connect providers of an account
 */
public record IdentityLimits(
    int users,
    int groups,
    int roles,
    int policies,
    int keysPerUser,
    int groupsPerUser,
    int attachments,
    int versions,
    int tags,
    int providers) {

  /** What AWS allows when nobody asked for more. */
  public static final IdentityLimits DEFAULT =
      new IdentityLimits(5000, 300, 1000, 1500, 2, 10, 10, 5, 50, 100);
}
