package dev.berth.testkit.soak;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.disk.MovedClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The program of {@link SoakServer}: the server as it is but for its clock, which goes on by as
 * many seconds as each line of its input says. Ends with its input.
 */
final class MovedServer {
  /** Stands before the address at which it listens. */
  static final String READY = "ready at ";

  /** Stands before the seconds that went by. */
  static final String PASSED = "passed ";

  /** Shorter than usual, so that what is deleted is collected in a short run, too. */
  private static final String UNDO_WINDOW = "1d";

  private MovedServer() {}

  /** With the data folder, and how many seconds its clock is ahead. */
  public static void main(String[] arguments) throws IOException {
    MovedClock clock = new MovedClock();
    clock.advance(Duration.ofSeconds(Long.parseLong(arguments[1])));
    try (RunningBerth berth =
            RunningBerth.on(
                Path.of(arguments[0]),
                settings -> settings.set(ConfigKey.UNDO_WINDOW, UNDO_WINDOW),
                clock,
                clock::nanos,
                UnaryOperator.identity());
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      System.out.println(READY + berth.endpoint());
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        clock.advance(Duration.ofSeconds(Long.parseLong(line)));
        berth.berth().lookForJobs();
        System.out.println(PASSED + line);
      }
    }
  }
}
