package dev.berth.wire.sts;

import dev.berth.identity.session.AssumableRoles;
import dev.berth.identity.session.TemporaryCredentials;
import dev.berth.model.Arn;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What every way to assume a role asks for.
 *
 * @param role which
 * @param name of the session
 * @param life of its credentials
 * @param policies that narrow it
 */
record RoleRequest(Arn role, String name, Duration life, SessionPolicies.Asked policies) {
  private static final int SHORTEST_ARN = 20;
  private static final int LONGEST_ARN = 2048;
  private static final int SHORTEST_NAME = 2;
  private static final int LONGEST_NAME = 64;

  static RoleRequest asked(QueryInput input) {
    String arn = input.text("RoleArn", SHORTEST_ARN, LONGEST_ARN, StsSyntax.ARN);
    return new RoleRequest(
        input.parse("RoleArn", arn, AssumableRoles::arn),
        input.text("RoleSessionName", SHORTEST_NAME, LONGEST_NAME, StsSyntax.NAME),
        StsSyntax.lifeOfRole(input),
        SessionPolicies.asked(input));
  }

  /** {@code sts:RoleSessionName} and {@code sts:DurationSeconds}. */
  Map<String, List<String>> conditions() {
    return Map.of(
        "sts:RoleSessionName",
        List.of(name),
        "sts:DurationSeconds",
        List.of(Long.toString(life.toSeconds())));
  }

  /** {@code Credentials} and {@code AssumedRoleUser}. */
  static void write(TemporaryCredentials credentials, XmlAnswer xml) {
    xml.open("AssumedRoleUser")
        .element("AssumedRoleId", credentials.principal().userId())
        .element("Arn", credentials.principal().arn().toString())
        .close();
    CredentialsElement.write(credentials, xml);
  }
}
