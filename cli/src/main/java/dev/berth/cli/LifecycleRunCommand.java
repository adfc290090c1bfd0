package dev.berth.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code berth lifecycle run}: carries out a lifecycle policy now. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Carry out the lifecycle policy of a repository now, and not at its time.",
      "Images are really deleted: see berth lifecycle explain, or ECR's preview, before."
    })
final class LifecycleRunCommand implements Callable<Integer> {
  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(paramLabel = "REPOSITORY", description = "Whose policy.")
  private String repository = "";

  @Override
  public Integer call() throws InterruptedException {
    BerthApi api = new BerthApi(endpoint.access(System.getenv()));
    long expired = 0;
    long archived = 0;
    JsonNode report;
    long taken;
    do {
      report = api.call("RunLifecyclePolicy", Map.of("repositoryName", repository));
      taken = report.path("expired").asLong(0) + report.path("archived").asLong(0);
      expired += report.path("expired").asLong(0);
      archived += report.path("archived").asLong(0);
    } while (!report.path("complete").asBoolean(true) && taken > 0);
    System.out.printf(
        "expired    %d%narchived   %d%nin index   %d%nprotected  %d%nleft       %d%n",
        expired,
        archived,
        report.path("inIndex").asLong(0),
        report.path("protected").asLong(0),
        report.path("left").asLong(0));
    return 0;
  }
}
