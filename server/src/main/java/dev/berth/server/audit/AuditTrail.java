package dev.berth.server.audit;

import dev.berth.model.RegistryId;
import dev.berth.wire.exchange.Request;
import java.time.InstantSource;

/**
 * Where the entries of calls go: the entry of one that changed something into the commit of the
 * change.
 */
public final class AuditTrail {
  private final RegistryId usual;
  private final InstantSource clock;

  /**
   * @param usual the registry of calls that name none
   * @param clock the time of entries
   */
  public AuditTrail(RegistryId usual, InstantSource clock) {
    this.usual = usual;
    this.clock = clock;
  }

  /** Begins the record of a call. */
  public CallRecord begin(Request request) {
    return new CallRecord(request, usual, clock);
  }
}
