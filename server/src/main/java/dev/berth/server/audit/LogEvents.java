package dev.berth.server.audit;

import dev.berth.server.audit.AuditFolder.Segment;
import dev.berth.wire.audit.EventFilter;
import dev.berth.wire.audit.RecordedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of the log that fit, from the newest to the oldest. Used by one thread. */
final class LogEvents implements AutoCloseable, TrailEvents {
  private static final int MOST_LINES = 50_000;

  /** How far lines may be from the order of their times. */
  private static final Duration DISORDER = Duration.ofMinutes(5);

  private final AuditFolder folder;
  private final EventFilter filter;
  private final Deque<Segment> left;
  private @Nullable Segment segment;
  private @Nullable BackwardLines lines;
  private int budget = MOST_LINES;
  private Place place;

  /**
   * Where to go on.
   *
   * @param segment the name of a file; empty for the newest
   * @param end a place in it, behind a line
   */
  record Place(String segment, long end) {
    static final Place NEWEST = new Place("", Long.MAX_VALUE);
  }

  private LogEvents(AuditFolder folder, EventFilter filter, Deque<Segment> left, Place place) {
    this.folder = folder;
    this.filter = filter;
    this.left = left;
    this.place = place;
  }

  static LogEvents from(AuditFolder folder, EventFilter filter, Place place) throws IOException {
    List<Segment> segments =
        folder.segments().reversed().stream()
            .filter(
                segment ->
                    place.segment().isEmpty() || segment.name().compareTo(place.segment()) <= 0)
            .filter(segment -> mayHold(segment, filter))
            .toList();
    return new LogEvents(folder, filter, new ArrayDeque<>(segments), place);
  }

  private static boolean mayHold(Segment segment, EventFilter filter) {
    // a line is in the file of the day on which it was written, a moment after its time
    boolean early =
        filter.to().filter(to -> day(to.plus(DISORDER)).isBefore(segment.day())).isPresent();
    boolean late =
        filter.from().filter(from -> segment.day().isBefore(day(from.minus(DISORDER)))).isPresent();
    return !early && !late;
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  @Override
  public Next next() {
    try {
      while (budget > 0) {
        Optional<BackwardLines.Line> line = line();
        if (line.isEmpty()) {
          return new Next.End();
        }
        budget--;
        Optional<RecordedEvent> event =
            Optional.of(line.get().text())
                .filter(filter::mayFit)
                .flatMap(RecordedEvent::parse)
                .filter(filter::fits);
        if (event.isPresent()) {
          place = new Place(segmentName(), line.get().end());
          return new Next.Event(event.get());
        }
        place = new Place(segmentName(), line.get().end() - line.get().text().length() - 1);
      }
      return new Next.Later();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the event that was given last begins again, or where the search stands. */
  Place place() {
    return place;
  }

  /** The event that was given last is used: go on behind it. */
  void used(RecordedEvent event) {
    place = new Place(place.segment(), place.end() - event.document().length() - 1);
  }

  private Optional<BackwardLines.Line> line() throws IOException {
    while (true) {
      if (lines != null) {
        Optional<BackwardLines.Line> line = lines.next();
        if (line.isPresent()) {
          return line;
        }
        lines.close();
        lines = null;
      }
      if (left.isEmpty()) {
        return Optional.empty();
      }
      open(left.removeFirst());
    }
  }

  private void open(Segment next) throws IOException {
    segment = next;
    long end = next.name().equals(place.segment()) ? place.end() : Long.MAX_VALUE;
    try {
      lines = BackwardLines.of(folder.file(next), end);
    } catch (NoSuchFileException _) {
      lines = null; // its time was over
    }
  }

  private String segmentName() {
    Segment known = segment;
    return known == null ? "" : known.name();
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
    }
  }
}
