package dev.berth.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth revoke-sessions}: ends the sessions of a principal at once. */
@Command(
    name = "revoke-sessions",
    mixinStandardHelpOptions = true,
    description = {
      "End all sessions of a role, a user or a root user, or one role session or federated user,"
          + " with the docker logins made in them.",
      "Who is still trusted may make new ones: change the trust policy first."
    })
final class RevokeSessionsCommand implements Callable<Integer> {
  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(paramLabel = "ARN", description = "Whose sessions.")
  private String principal = "";

  @Override
  public Integer call() throws InterruptedException {
    long revoked =
        new BerthApi(endpoint.access(System.getenv()))
            .call("RevokeSessions", Map.of("principalArn", principal))
            .path("revoked")
            .asLong(0);
    System.out.printf("%d %s revoked%n", revoked, revoked == 1 ? "session" : "sessions");
    return 0;
  }
}
