package dev.berth.server.audit;

import dev.berth.metadata.AuditEntryTable;
import dev.berth.metadata.Database;
import dev.berth.model.AuditEntry;
import dev.berth.wire.audit.AuditSearch;
import dev.berth.wire.audit.EventFilter;
import dev.berth.wire.audit.RecordedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Searches what is stored with changes and the log as one, by the times of entries.
 *
 * @param database that holds the entries of changes
 * @param folder of the log
 */
public record TrailSearch(Database database, AuditFolder folder) implements AuditSearch {

  /** Where a page ended, in both. */
  private record Place(long before, LogEvents.Place log) {
    private static final Place NEWEST = new Place(Long.MAX_VALUE, LogEvents.Place.NEWEST);
    private static final int PARTS = 3;

    static Place parse(String text) {
      String[] parts = text.split("/", PARTS);
      if (parts.length != PARTS) {
        throw new IllegalArgumentException("no place in the trail: " + text);
      }
      return new Place(
          Long.parseLong(parts[0]), new LogEvents.Place(parts[2], Long.parseLong(parts[1])));
    }

    String text() {
      return before + "/" + log.end() + "/" + log.segment();
    }
  }

  @Override
  public Found find(EventFilter filter, Optional<String> after, int limit) {
    Optional<RecordedEvent> stored = filter.request().flatMap(this::stored).filter(filter::fits);
    if (stored.isPresent()) {
      return new Found(List.of(stored.get()), Optional.empty()); // a request has one entry
    }
    Place from = after.map(Place::parse).orElse(Place.NEWEST);
    StoredEvents changes = new StoredEvents(database, filter, from.before());
    try (LogEvents log = LogEvents.from(folder, filter, from.log())) {
      return merged(changes, log, limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<RecordedEvent> stored(String request) {
    return database
        .read(tx -> tx.auditEntries().find(request))
        .map(AuditEntryTable.Row::entry)
        .map(AuditEntry::document)
        .flatMap(RecordedEvent::parse);
  }

  // Whoever has not found its next one within its work says nothing about what is older, so then
  // the page ends.
  private static Found merged(StoredEvents changes, LogEvents log, int limit) {
    List<RecordedEvent> events = new ArrayList<>();
    TrailEvents.Next change = changes.next();
    TrailEvents.Next line = log.next();
    while (events.size() < limit) {
      if (change instanceof TrailEvents.Next.Later || line instanceof TrailEvents.Next.Later) {
        break;
      }
      if (change instanceof TrailEvents.Next.Event(var older)
          && !(line instanceof TrailEvents.Next.Event(var other)
              && other.time().isAfter(older.time()))) {
        events.add(older);
        changes.used();
        change = changes.next();
      } else if (line instanceof TrailEvents.Next.Event(var event)) {
        events.add(event);
        log.used(event);
        line = log.next();
      } else {
        return new Found(events, Optional.empty());
      }
    }
    return new Found(events, Optional.of(new Place(changes.place(), log.place()).text()));
  }
}
