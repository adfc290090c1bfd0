package dev.berth.testkit.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One paragraph of the table: a command and what it answers.
 *
 * @param save the name under which later commands find what it prints
 * @param words of the command, without {@code aws ecr}
 * @param query what of the answer is looked at
 * @param expectation what that is
 */
record CommandRow(
    Optional<String> save, List<String> words, Optional<String> query, Expectation expectation) {
  private static final Pattern NAMED = Pattern.compile("([a-z]+)=(.*)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** What a command prints. */
  sealed interface Expectation {
    /** This text, and the status 0. */
    record Text(String text) implements Expectation {}

    /** A text of this form, and the status 0. */
    record Form(Pattern form) implements Expectation {}

    /** A refusal of this code, and another status. */
    record Refused(String code) implements Expectation {}
  }

  /** The rows of the table, in its order. */
  static List<CommandRow> all(String table) {
    return Stream.of(table.split("\n\n"))
        .map(paragraph -> paragraph.lines().filter(line -> !line.startsWith("#")).toList())
        .filter(lines -> !lines.isEmpty())
        .map(CommandRow::of)
        .toList();
  }

  String subcommand() {
    return words.getFirst();
  }

  /** The words that the CLI gets. */
  List<String> call() {
    List<String> call = new ArrayList<>(List.of("ecr"));
    call.addAll(words);
    query.ifPresent(expression -> call.addAll(List.of("--query", expression, "--output", "text")));
    return call;
  }

  private static CommandRow of(List<String> lines) {
    Matcher named = NAMED.matcher(lines.getFirst());
    boolean isNamed = named.matches();
    return new CommandRow(
        isNamed ? Optional.of(named.group(1)) : Optional.empty(),
        words(isNamed ? named.group(2) : lines.getFirst()),
        marked(lines, "? "),
        marked(lines, "! ")
            .<Expectation>map(Expectation.Refused::new)
            .or(() -> marked(lines, "~ ").map(Pattern::compile).map(Expectation.Form::new))
            .orElseGet(() -> new Expectation.Text(marked(lines, "= ").orElse(""))));
  }

  private static List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .toList();
  }

  private static Optional<String> marked(List<String> lines, String mark) {
    return lines.stream()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()))
        .findFirst();
  }
}
