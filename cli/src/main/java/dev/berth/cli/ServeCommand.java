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
    StopOnSignal stop = StopOnSignal.install(DRAIN);
    Berth berth = stop.whenStarted(() -> Berth.start(config, System.getenv()));
    System.out.print(new Welcome(config, berth).text());
    System.out.flush();
    new CountDownLatch(1).await();
    return 0;
  }
}
