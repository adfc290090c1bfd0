package dev.berth.cli;

import dev.berth.server.Berth;
import dev.berth.server.config.Config;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth serve}: runs the registry until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Run the registry. Without any option it listens on 127.0.0.1:5000 and keeps everything in"
          + " ./berth-data.",
      "SIGTERM and SIGINT let running requests finish for at most 30 seconds and stop."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Duration DRAIN = Duration.ofSeconds(30);

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Override
  public Integer call() throws InterruptedException {
    Config config = options.read(System.getenv());
    Berth berth = Berth.start(config, System.getenv());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(berth), "stop"));
    System.out.print(new Welcome(config, berth).text());
    System.out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  // A signal's own exit status would tell a supervisor that the server died; a drained stop is a
  // success.
  private static void stop(Berth berth) {
    berth.stop(DRAIN);
    Runtime.getRuntime().halt(0);
  }
}
