package dev.berth.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What {@code berth gc status} prints.
 *
 * @param status the answer of GetCollectionStatus
 */
record CollectionText(JsonNode status) {
  private static final String JOBS = "%-28s %-22s %-10s %s";
  private static final String REMOVED = "%-28s %-30s %-24s %s";
  private static final String WAITING = "%-30s %-24s %-22s %s";
  private static final int SECOND = 1000;
  private static final int KIB = 1024;

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    JsonNode pause = status.path("pause");
    lines.add(
        pause.isObject()
            ? "PAUSED since %s until %s, because %s. When the clock is right: berth gc release"
                .formatted(
                    time(pause, "since"), time(pause, "until"), pause.path("why").asString(""))
            : "Jobs that delete run; the clock is trusted.");
    lines.add("");
    lines.add(JOBS.formatted("JOB", "LAST RUN", "TOOK", "NEXT RUN"));
    status.path("jobs").forEach(job -> lines.add(job(job)));
    lines.add("");
    lines.add(REMOVED.formatted("TAKEN BY", "WHY", "IN THE LAST RUN", "IN ALL"));
    for (JsonNode job : status.path("jobs")) {
      for (JsonNode removed : job.path("removed")) {
        lines.add(
            REMOVED.formatted(
                job.path("name").asString(""),
                removed.path("why").asString(""),
                amount(removed, "lastItems", "lastBytes"),
                amount(removed, "totalItems", "totalBytes")));
      }
    }
    lines.add("");
    lines.add(
        WAITING.formatted("CONDEMNED, STILL THERE", "HOW MANY", "FIRST GOES AT", "LAST GOES AT"));
    for (JsonNode waiting : status.path("waiting")) {
      lines.add(
          WAITING.formatted(
              waiting.path("why").asString(""),
              amount(waiting, "items", "bytes"),
              time(waiting, "firstDueAt"),
              time(waiting, "lastDueAt")));
    }
    return lines;
  }

  private static String job(JsonNode job) {
    String next = job.path("running").asBoolean() ? "running now" : time(job, "nextRunAt");
    int failures = job.path("failures").asInt(0);
    return JOBS.formatted(
            job.path("name").asString(""),
            job.has("lastStartedAt") ? time(job, "lastStartedAt") : "-",
            took(job),
            failures == 0 ? next : "%s, failed %d times".formatted(next, failures))
        .stripTrailing();
  }

  private static String took(JsonNode job) {
    if (!job.has("lastEndedAt")) {
      return "-";
    }
    double seconds = job.path("lastEndedAt").asDouble(0) - job.path("lastStartedAt").asDouble(0);
    if (seconds < 0) {
      return "-"; // the clock was set back meanwhile
    }
    return Duration.ofMillis(Math.round(seconds * SECOND))
        .toString()
        .substring(2)
        .toLowerCase(Locale.ROOT);
  }

  private static String amount(JsonNode node, String items, String bytes) {
    long size = node.path(bytes).asLong(0);
    long count = node.path(items).asLong(0);
    return size == 0 ? Long.toString(count) : "%d (%s)".formatted(count, bytes(size));
  }

  /** A size for people: exact below 1 KiB, else to a tenth of the largest unit. */
  static String bytes(long size) {
    String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    if (size < KIB) {
      return size + " B";
    }
    double value = size;
    int unit = -1;
    while (value >= KIB && unit < units.length - 1) {
      value /= KIB;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /** A time of an answer, to the second. */
  static String time(JsonNode node, String member) {
    return Instant.ofEpochSecond((long) node.path(member).asDouble(0)).toString();
  }
}
