package dev.berth.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code berth status}: asks a running Berth what it is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Ask a running Berth what it is.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private Endpoint endpoint = new Endpoint();

  @Override
  public Integer call() throws InterruptedException {
    Endpoint.Access access = endpoint.access(System.getenv());
    JsonNode server = new BerthApi(access).call("GetServerInfo").path("server");
    System.out.printf(
        "endpoint   %s%nversion    %s%nup         %s%nmetadata   %s%nblobs      %s%naccounts  "
            + " %s%nRegions    %s%n",
        access.endpoint(),
        server.path("version").asString(""),
        Duration.ofSeconds(server.path("uptimeSeconds").asLong(0)),
        server.path("metadataStore").asString(""),
        server.path("blobStore").asString(""),
        words(server.path("accounts")),
        words(server.path("regions")));
    return 0;
  }

  private static String words(JsonNode array) {
    return array.valueStream().map(item -> item.asString("")).collect(Collectors.joining(", "));
  }
}
