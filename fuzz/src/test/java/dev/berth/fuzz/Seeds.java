package dev.berth.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The inputs that are kept: what the fuzzer begins with, and whatever it has found. */
final class Seeds {
  private Seeds() {}

  static Path folder(Target target) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  Seeds.class.getResource("/seeds/" + target.label()), "no seeds for " + target)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Path> of(Target target) {
    try (Stream<Path> files = Files.list(folder(target))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
