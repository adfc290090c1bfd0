package dev.berth.wire.audit;

import java.util.List;
import java.util.Optional;

/** Finds entries of the audit trail, the newest first, wherever they are kept. */
@FunctionalInterface
public interface AuditSearch {

  /**
   * A page of what fits. It may hold fewer than asked for, or nothing, and have a next one all the
   * same: the work for one page is bounded, whatever is looked for.
   *
   * @param after where the page before ended; empty for the first
   * @param limit the most entries
   * @throws IllegalArgumentException when {@code after} is no such place
   */
  Found find(EventFilter filter, Optional<String> after, int limit);

  /**
   * What was found.
   *
   * @param next where to go on; empty when all was looked at
   */
  record Found(List<RecordedEvent> events, Optional<String> next) {
    public Found {
      events = List.copyOf(events);
    }
  }
}
