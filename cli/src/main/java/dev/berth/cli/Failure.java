package dev.berth.cli;

import dev.berth.identity.KeyRefused;
import dev.berth.metadata.NewerFormat;
import dev.berth.server.config.ConfigMistakes;
import dev.berth.server.folder.FolderRefused;
import dev.berth.server.http.CannotListen;
import dev.berth.server.http.UnusableCertificate;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * How a command that failed ends: a sentence for what the operator can change, the whole trace for
 * what is a bug.
 */
final class Failure implements IExecutionExceptionHandler {
  private static final int FAILED = 1;

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    switch (failure) {
      case ConfigMistakes mistakes -> mistakes.mistakes().forEach(System.err::println);
      case FolderRefused refused -> System.err.println(refused.getMessage());
      case KeyRefused refused -> System.err.println(refused.getMessage());
      case NewerFormat refused -> System.err.println(refused.getMessage());
      case UnusableCertificate refused -> System.err.println(refused.getMessage());
      case CannotListen refused -> System.err.println(refused.getMessage());
      case EndpointFailed failed -> System.err.println(failed.getMessage());
      default -> failure.printStackTrace(System.err);
    }
    return FAILED;
  }
}
