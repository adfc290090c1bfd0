package dev.berth.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth unprotect}: lets the lifecycle policy have images again. */
@Command(
    name = "unprotect",
    mixinStandardHelpOptions = true,
    description = "Take a protection back and list those that are left.")
final class UnprotectCommand implements Callable<Integer> {
  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(index = "0", paramLabel = "REPOSITORY", description = "Whose images.")
  private String repository = "";

  @Parameters(
      index = "1",
      paramLabel = "PATTERN",
      description = "The digest or pattern, as it was protected.")
  private String pattern = "";

  @Override
  public Integer call() throws InterruptedException {
    new BerthApi(endpoint.access(System.getenv()))
        .call("UnprotectImages", Map.of("repositoryName", repository, "pattern", pattern))
        .path("patterns")
        .forEach(each -> System.out.println(Ascii.text(each.asString(""))));
    return 0;
  }
}
