package dev.berth.registry.lifecycle;

import dev.berth.model.AuditEntry;
import java.util.List;

/** Words what lifecycle did for the audit trail, which takes it in the same transaction. */
@FunctionalInterface
public interface LifecycleTrail {

  /** The entries of an event; none when there is nothing to tell. */
  List<AuditEntry> entries(LifecycleEvent event);
}
