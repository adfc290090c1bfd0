package dev.berth.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes that a rule looks at, of every module of this checkout. */
enum Sources {
  /** What ships, and what the test kit offers. */
  MAIN("target/classes"),
  /** All of that, and the tests of every module. */
  MAIN_AND_TESTS("target/classes", "target/test-classes");

  private final List<String> folders;

  Sources(String... folders) {
    this.folders = List.of(folders);
  }

  JavaClasses imported() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(System.getProperty("berth.home", "..")))) {
      return new ClassFileImporter()
          .importPaths(
              modules
                  .flatMap(module -> folders.stream().map(module::resolve))
                  .filter(Files::isDirectory)
                  .toList());
    }
  }
}
