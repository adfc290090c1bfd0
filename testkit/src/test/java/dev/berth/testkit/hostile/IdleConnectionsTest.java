package dev.berth.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.berth.testkit.BerthProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server process amid ten thousand connections that ask nothing (threat T34). */
class IdleConnectionsTest {
  private static final int CAP = 10_000;
  private static final int MANY = 9_000;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long FILES = 11_000;
  private static final long MOST_MEMORY_KIB = 450 * 1024;
  private static final String HEALTH = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir private Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void working_clients_are_served_amid_idle_ones_and_those_beyond_the_cap_are_closed()
      throws IOException {
    assumeTrue(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            && system.getMaxFileDescriptorCount() > FILES,
        "a process may open fewer than 11,000 files here");
    try (BerthProcess berth = BerthProcess.serve(folder.resolve("data"));
        Wire working = new Wire(berth.endpoint())) {
      Process crowd = crowd(berth.endpoint().getPort());
      try (PrintStream orders =
              new PrintStream(crowd.getOutputStream(), true, StandardCharsets.US_ASCII);
          BufferedReader answers = crowd.inputReader()) {
        orders.println(MANY);
        assertThat(numbers(answers)).containsExactly(MANY, 0);
        for (int i = 0; i < 20; i++) {
          assertThat(working.send(HEALTH).status()).isEqualTo(200);
          try (Wire fresh = new Wire(berth.endpoint())) {
            assertThat(fresh.send(HEALTH).status()).isEqualTo(200);
          }
        }
        assertThat(memory(berth.process().pid())).isLessThan(MOST_MEMORY_KIB);

        orders.println(CAP + 100 - MANY);
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  int closed = numbers(answers).getLast();
                  orders.println(0);
                  return closed > 100;
                });
        List<Integer> beyond = numbers(answers);
        assertThat(beyond.getFirst()).as("open, beside the working one").isLessThan(CAP);
        assertThat(beyond.getLast()).as("closed").isBetween(101, 130);
        assertThat(working.send(HEALTH).status()).isEqualTo(200);
        assertThat(memory(berth.process().pid())).isLessThan(MOST_MEMORY_KIB);
      } finally {
        crowd.destroyForcibly();
      }
      await().atMost(PATIENCE).until(() -> answer(berth).equals(Optional.of(200)));
      assertThat(Files.readString(BerthProcess.log(folder.resolve("data"))))
          .contains("There are 10000 connections");
    }
  }

  private static Optional<Integer> answer(BerthProcess berth) {
    try (Wire fresh = new Wire(berth.endpoint())) {
      return Optional.of(fresh.send(HEALTH).status());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static List<Integer> numbers(BufferedReader answers) throws IOException {
    return Arrays.stream(String.valueOf(answers.readLine()).split(" "))
        .map(Integer::valueOf)
        .toList();
  }

  private static Process crowd(int port) throws IOException {
    return new ProcessBuilder(
            new ArrayList<>(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx128m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    IdleCrowd.class.getName(),
                    Integer.toString(port))))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long memory(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
