package dev.berth.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code berth protect}: keeps images from the lifecycle policy, or lists what is kept. */
@Command(
    name = "protect",
    mixinStandardHelpOptions = true,
    description = {
      "Keep images of a repository from its lifecycle policy, whatever its rules say.",
      "Without a pattern, list what is protected. Who deletes an image by name still deletes it."
    })
final class ProtectCommand implements Callable<Integer> {
  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(index = "0", paramLabel = "REPOSITORY", description = "Whose images.")
  private String repository = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "A digest, or tags: a name in which * stands for any characters.")
  private @Nullable String pattern;

  @Override
  public Integer call() throws InterruptedException {
    BerthApi api = new BerthApi(endpoint.access(System.getenv()));
    String which = pattern;
    (which == null
            ? api.call("ListImageProtections", Map.of("repositoryName", repository))
            : api.call("ProtectImages", Map.of("repositoryName", repository, "pattern", which)))
        .path("patterns")
        .forEach(each -> System.out.println(Ascii.text(each.asString(""))));
    return 0;
  }
}
