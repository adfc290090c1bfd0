package dev.berth.server.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the log: {@code 2026-11-21-000001.jsonl}, one entry a line. A day has one file, and
 * another whenever one has become too long; names sort by age.
 *
 * @param folder where they are
 */
public record AuditFolder(Path folder) {
  private static final Pattern NAME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})-(\\d{6})\\.jsonl");

  /**
   * One file.
   *
   * @param day of its entries, in UTC
   * @param number within the day, from 1
   */
  public record Segment(LocalDate day, int number) implements Comparable<Segment> {
    private static final Comparator<Segment> BY_AGE =
        Comparator.comparing(Segment::day).thenComparingInt(Segment::number);

    /** How it is called. */
    public String name() {
      return "%s-%06d.jsonl".formatted(day, number);
    }

    /** The segment of that name; empty for other files. */
    public static Optional<Segment> named(String name) {
      Matcher parts = NAME.matcher(name);
      return parts.matches()
          ? Optional.of(
              new Segment(LocalDate.parse(parts.group(1)), Integer.parseInt(parts.group(2))))
          : Optional.empty();
    }

    @Override
    public int compareTo(Segment other) {
      return BY_AGE.compare(this, other);
    }
  }

  /** Every file, the oldest first. */
  public List<Segment> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .flatMap(file -> Segment.named(file.getFileName().toString()).stream())
          .sorted()
          .toList();
    }
  }

  /** Where a segment is. */
  public Path file(Segment segment) {
    return folder.resolve(segment.name());
  }

  /** The one after all that are there, for entries of that day. */
  Segment next(LocalDate day) throws IOException {
    List<Segment> known = segments();
    LocalDate latest =
        known.isEmpty() || known.getLast().day().isBefore(day) ? day : known.getLast().day();
    int number =
        known.stream()
            .filter(segment -> segment.day().equals(latest))
            .mapToInt(Segment::number)
            .max()
            .orElse(0);
    return new Segment(latest, number + 1);
  }

  /**
   * Removes what is over its time; the newest file stays whatever its day is, because it is being
   * written.
   *
   * @param first the first day that is kept
   * @return how many files were removed
   */
  int removeBefore(LocalDate first) throws IOException {
    List<Segment> known = segments();
    int removed = 0;
    for (Segment segment : known.subList(0, Math.max(0, known.size() - 1))) {
      if (segment.day().isBefore(first)) {
        Files.deleteIfExists(file(segment));
        removed++;
      }
    }
    return removed;
  }
}
