package dev.berth.testkit.loss;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of the system as {@code strace -f -yy} wrote it down, at the moment when it had its
 * result.
 *
 * @param path of the file that it was about; for a connection the text that strace gives
 * @param arguments the rest of the line
 * @param begun the number of the line in which it began
 * @param ended the number of the line in which it ended
 */
record Call(String name, String path, String arguments, int begun, int ended) {
  private static final Pattern WHOLE = Pattern.compile("(\\d+) +(\\w+)\\((.*)");
  private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)");
  private static final String UNFINISHED = " <unfinished ...>";
  private static final Pattern OF_FILE = Pattern.compile("\\d+<([^>]*(?:->[^>]*)?)>.*");
  private static final Pattern OPENED = Pattern.compile("AT_FDCWD[^,]*, \"([^\"]*)\".*");
  private static final Pattern NAMED = Pattern.compile("\"([^\"]*)\".*");

  /** The calls of a trace, those that failed left out, in the order in which they ended. */
  static List<Call> parse(List<String> lines) {
    List<Call> calls = new ArrayList<>();
    Map<String, Integer> since = new HashMap<>();
    Map<String, String> first = new HashMap<>();
    for (int at = 0; at < lines.size(); at++) {
      Matcher resumed = RESUMED.matcher(lines.get(at));
      Matcher whole = WHOLE.matcher(lines.get(at));
      if (resumed.matches()) {
        String thread = resumed.group(1);
        String line = first.getOrDefault(thread, "") + resumed.group(3);
        call(resumed.group(2), line, since.getOrDefault(thread, at), at).ifPresent(calls::add);
      } else if (whole.matches() && whole.group(3).endsWith(UNFINISHED)) {
        since.put(whole.group(1), at);
        first.put(whole.group(1), whole.group(3).replace(UNFINISHED, ""));
      } else if (whole.matches()) {
        call(whole.group(2), whole.group(3), at, at).ifPresent(calls::add);
      }
    }
    return calls;
  }

  private static Optional<Call> call(String name, String arguments, int begun, int ended) {
    if (arguments.contains(") = -1 ")) {
      return Optional.empty();
    }
    for (Pattern pattern : List.of(OF_FILE, OPENED, NAMED)) {
      Matcher path = pattern.matcher(arguments);
      if (path.matches()) {
        return Optional.of(new Call(name, path.group(1), arguments, begun, ended));
      }
    }
    return Optional.empty();
  }

  boolean isSync() {
    return name.equals("fsync") || name.equals("fdatasync");
  }

  boolean isWrite() {
    return name.equals("pwrite64") || name.equals("write");
  }

  /** Whether it made the file that it opened. */
  boolean isCreation() {
    return name.equals("openat") && arguments.contains("O_CREAT");
  }

  /** Whether it is the first part of an answer to a client. */
  boolean isAnswer() {
    return path.startsWith("TCP") && arguments.contains("\"HTTP/1.1 ");
  }
}
