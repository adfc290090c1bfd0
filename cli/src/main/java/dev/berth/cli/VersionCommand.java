package dev.berth.cli;

import dev.berth.server.Version;
import picocli.CommandLine.Command;

/** {@code berth version}. */
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
  @Override
  public void run() {
    System.out.println("berth " + Version.current().text());
  }
}
