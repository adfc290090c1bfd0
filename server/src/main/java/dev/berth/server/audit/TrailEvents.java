package dev.berth.server.audit;

import dev.berth.wire.audit.RecordedEvent;

/** A source of entries that fit, from the newest to the oldest. */
interface TrailEvents {

  /** The next entry, as far as the work for a page allows. */
  Next next();

  /** What comes next. */
  sealed interface Next {
    /** An entry that fits. */
    record Event(RecordedEvent event) implements Next {}

    /** Nothing yet, and the work for one page is done: another page has to go on. */
    record Later() implements Next {}

    /** Nothing more. */
    record End() implements Next {}
  }
}
