package dev.berth.cli;

import dev.berth.iam.policy.cases.CaseResult;
import dev.berth.iam.policy.cases.CaseTable;
import dev.berth.iam.policy.cases.PolicyCase;
import dev.berth.iam.policy.json.NotAsExpected;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth policy test}: decides every case of a table, and tells those that differ. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Decide every case of a table, and print those whose decision is not the expected one.",
      "docs/policies.md tells how such a table is written.",
      "Exit status: 0 as expected, 1 some differ, 2 the table cannot be read."
    })
final class PolicyTestCommand implements Callable<Integer> {
  private static final int AS_EXPECTED = 0;
  private static final int SOME_DIFFER = 1;
  private static final int NOT_READ = 2;
  private static final long LARGEST = 64L << 20;

  @Parameters(paramLabel = "FILE", description = "A table of cases, in JSON.")
  private Path file = Path.of("");

  @Option(
      names = "--lint",
      description =
          "Also print what is odd about the documents, such as one that IAM would refuse.")
  private boolean lint;

  @Override
  public Integer call() {
    List<PolicyCase> rows;
    try {
      rows = CaseTable.read(text());
    } catch (NotAsExpected e) {
      return notRead(e.getMessage());
    } catch (NoSuchFileException e) {
      return notRead("there is no such file");
    } catch (CharacterCodingException e) {
      return notRead("it is not UTF-8");
    } catch (IOException e) {
      return notRead(String.valueOf(e.getMessage()));
    }
    List<CaseResult> results = rows.stream().map(CaseResult::of).toList();
    List<CaseResult> differing = results.stream().filter(result -> !result.isExpected()).toList();
    differing.forEach(PolicyTestCommand::print);
    if (lint) {
      rows.forEach(PolicyTestCommand::printRemarks);
    }
    System.out.println(summary(rows, differing.size()));
    return differing.isEmpty() ? AS_EXPECTED : SOME_DIFFER;
  }

  private String text() throws IOException {
    if (Files.exists(file) && Files.size(file) > LARGEST) {
      throw new NotAsExpected("it is larger than 64 MiB");
    }
    return Files.readString(file);
  }

  private int notRead(String reason) {
    System.err.printf("%s cannot be read: %s.%n", file, reason);
    return NOT_READ;
  }

  private static void print(CaseResult result) {
    System.out.printf("%s %s%n", result.row().id(), result.row().title());
    result.explanation().forEach(line -> System.out.println("  " + line));
  }

  private static void printRemarks(PolicyCase row) {
    row.remarks().forEach(remark -> System.out.printf("%s: %s%n", row.id(), remark));
  }

  private String summary(List<PolicyCase> rows, int differing) {
    long odd = rows.stream().mapToLong(row -> row.remarks().size()).sum();
    String remarks =
        odd == 0 || lint ? "" : "; %d remarks about documents (--lint prints them)".formatted(odd);
    String decisions =
        switch (differing) {
          case 0 -> "all as expected";
          case 1 -> "1 differs from what is expected";
          default -> differing + " differ from what is expected";
        };
    return "%d cases: %s%s".formatted(rows.size(), decisions, remarks);
  }
}
