package dev.berth.testkit.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of {@code hostile/requests.txt}, whose head says how they are written. */
final class RequestTable {
  private static final Pattern REPEATED = Pattern.compile("\\{([^{}*]+)\\*([0-9]+)}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|[nrt0|])");

  /**
   * A request, or several.
   *
   * @param answers the status of each answer, in order
   * @param closed whether the server closes the connection after them
   * @param bytes as they are sent; a character is a byte
   */
  record Row(String name, List<Integer> answers, boolean closed, String bytes) {}

  private RequestTable() {}

  /**
   * Reads all rows.
   *
   * @param words what stands for words in braces
   */
  static List<Row> rows(Map<String, String> words) {
    try (InputStream table = RequestTable.class.getResourceAsStream("/hostile/requests.txt")) {
      String text =
          new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> row(line, words))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line, Map<String, String> words) {
    String[] cells = line.split(" \\| ", 3);
    List<String> outcome = Arrays.asList(cells[1].strip().split(" "));
    String end = outcome.getLast();
    if (!end.equals("closed") && !end.equals("open")) {
      throw new IllegalArgumentException("neither open nor closed: " + line);
    }
    return new Row(
        cells[0].strip(),
        outcome.subList(0, outcome.size() - 1).stream().map(Integer::valueOf).toList(),
        end.equals("closed"),
        bytes(cells[2], words));
  }

  private static String bytes(String text, Map<String, String> words) {
    String filled = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      filled = filled.replace("{" + word.getKey() + "}", word.getValue());
    }
    filled =
        REPEATED
            .matcher(filled)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(1).repeat(Integer.parseInt(found.group(2)))));
    filled = filled.replace("^", "\r\n");
    return ESCAPE
        .matcher(filled)
        .replaceAll(found -> Matcher.quoteReplacement(escaped(found.group(1))));
  }

  private static String escaped(String escape) {
    return switch (escape) {
      case "n" -> "\n";
      case "r" -> "\r";
      case "t" -> "\t";
      case "0" -> "\0";
      case "|" -> "|";
      default -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
    };
  }
}
