package dev.berth.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth gc}: what collection does, and the end of its pause. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = "Ask what collection does, or let it go on after the clock jumped.",
    subcommands = {GcCommand.Status.class, GcCommand.Release.class})
final class GcCommand {
  private GcCommand() {}

  /** {@code berth gc status}. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Say when collection ran, what it took away and why, and what still waits.")
  static final class Status implements Callable<Integer> {
    @Mixin private Endpoint endpoint = new Endpoint();

    @Override
    public Integer call() throws InterruptedException {
      new CollectionText(new BerthApi(endpoint.access(System.getenv())).call("GetCollectionStatus"))
          .lines()
          .forEach(System.out::println);
      return 0;
    }
  }

  /** {@code berth gc release}. */
  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = {
        "Let jobs that delete go on at once, when they pause because the clock jumped.",
        "Look at the server's clock first: what is kept for a time is deleted by it."
      })
  static final class Release implements Callable<Integer> {
    @Mixin private Endpoint endpoint = new Endpoint();

    @Override
    public Integer call() throws InterruptedException {
      boolean released =
          new BerthApi(endpoint.access(System.getenv()))
              .call("ReleaseCollection")
              .path("released")
              .asBoolean();
      System.out.println(released ? "Jobs that delete go on." : "Nothing was paused.");
      return 0;
    }
  }
}
