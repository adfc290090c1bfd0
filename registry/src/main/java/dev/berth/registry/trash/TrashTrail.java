package dev.berth.registry.trash;

import dev.berth.model.AuditEntry;
import dev.berth.model.TrashEntry;
import java.time.Instant;

/** Words for the audit trail what nobody brought back in time. */
@FunctionalInterface
public interface TrashTrail {

  /** The audit entry for what is gone for good. */
  AuditEntry over(TrashEntry entry, Instant now);
}
