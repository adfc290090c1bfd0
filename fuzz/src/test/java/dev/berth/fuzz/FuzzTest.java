package dev.berth.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A few seconds of fuzzing each target, always along the same way; with {@code -Dfuzz.target} one
 * target, along a new way, for {@code -Dfuzz.seconds} ({@code scripts/fuzz} sets both). Each runs
 * in a process of its own, because the fuzzer ends it when it has found something, and two at a
 * time.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class FuzzTest {
  private static final String ONLY = System.getProperty("fuzz.target", "");
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 3);
  private static final int PATIENCE_SECONDS = 120;
  private static final String LONGEST_INPUT = "8192";

  private static final int AT_ONCE = 2;

  private final Map<Target, Future<Ended>> runs = new EnumMap<>(Target.class);
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  /** How a fuzzer ended, and what it printed. */
  private record Ended(int status, String said) {}

  @BeforeAll
  void start(@TempDir Path folder) {
    for (Target target : Target.values()) {
      if (ONLY.isEmpty() || ONLY.equals(target.label())) {
        runs.put(target, threads.submit(() -> run(target, folder.resolve(target.label()))));
      }
    }
  }

  @AfterAll
  void stop() {
    threads.shutdownNow();
    threads.close();
  }

  private static Ended run(Target target, Path folder) throws Exception {
    Path output = Files.createDirectories(folder).resolve("output.txt");
    Process fuzzer =
        new ProcessBuilder(command(target, folder))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(fuzzer.waitFor(SECONDS + PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      fuzzer.destroyForcibly();
    }
    return new Ended(fuzzer.exitValue(), Files.readString(output));
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void nothing_is_found(Target target) throws Exception {
    Future<Ended> run = runs.get(target);
    if (run == null) {
      return;
    }
    Ended ended = run.get();
    assertThat(ended.status()).as(ended.said()).isZero();
    assertThat(ended.said()).as("guided by coverage").containsPattern("DONE +cov: [1-9]");
  }

  private static List<String> command(Target target, Path folder) throws IOException {
    Path found = ONLY.isEmpty() ? folder.resolve("corpus") : kept(target);
    Files.createDirectories(found);
    List<String> command =
        new ArrayList<>(
            List.of(
                Objects.requireNonNull(ProcessHandle.current().info().command().orElse("java")),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type(),
                "--instrumentation_includes=dev.berth.**",
                "--custom_hook_includes=dev.berth.**",
                "-max_total_time=" + SECONDS,
                "-max_len=" + LONGEST_INPUT,
                "-timeout=100"));
    if (ONLY.isEmpty()) {
      // most of so few seconds is the start
      command.add(1, "-XX:TieredStopAtLevel=1");
      command.add("-seed=1");
    } else {
      command.add("-artifact_prefix=" + found + "-");
    }
    command.add(found.toString());
    command.add(Seeds.folder(target).toString());
    return command;
  }

  /** What a long run found worth keeping, for the next one. */
  private static Path kept(Target target) {
    return Path.of("target", "fuzz", target.label()).toAbsolutePath();
  }
}
