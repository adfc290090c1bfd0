package dev.berth.testkit.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Where figures go that somebody wants to read: the file that {@code berth.soak.report} names. */
final class Report {
  private Report() {}

  /** Adds a line, if there is such a file. */
  static void add(String line) {
    Optional.ofNullable(System.getProperty("berth.soak.report"))
        .ifPresent(
            file -> {
              try {
                Files.writeString(
                    Path.of(file),
                    line + System.lineSeparator(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
