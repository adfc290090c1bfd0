package dev.berth.server.audit;

import dev.berth.metadata.Database;
import dev.berth.model.AuditEntry;
import dev.berth.model.RegistryId;
import dev.berth.wire.audit.CallFacts;
import dev.berth.wire.audit.EventDocument;
import dev.berth.wire.audit.GapDocument;
import dev.berth.wire.door.AuditTrailFull;
import dev.berth.wire.exchange.Request;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the entries of calls go: the entry of one that changed something into the commit of the
 * change, every other one into the log.
 */
public final class AuditTrail implements AutoCloseable {
  private static final long SEGMENT = 64L * 1024 * 1024;

  private final Settings settings;
  private final InstantSource clock;
  private final AuditLog log;
  private final Completions completions;

  /**
   * What is recorded.
   *
   * @param usual the registry of calls that name none
   * @param reads whether reads that were allowed have an entry; denials and failures always have
   */
  public record Settings(RegistryId usual, boolean reads) {}

  private AuditTrail(
      Settings settings, InstantSource clock, AuditLog log, Completions completions) {
    this.settings = settings;
    this.clock = clock;
    this.log = log;
    this.completions = completions;
  }

  /**
   * Opens the log and begins to write.
   *
   * @param folder of the log, which exists
   * @param database that holds the entries of changes
   */
  public static AuditTrail open(
      Path folder, Database database, Settings settings, InstantSource clock) {
    AuditLog log =
        AuditLog.open(
            new AuditFolder(folder),
            SEGMENT,
            new GapDocument(settings.usual(), UUID::randomUUID),
            clock);
    return new AuditTrail(settings, clock, log, Completions.of(database));
  }

  /** Begins the record of a call. */
  public CallRecord begin(Request request) {
    return new CallRecord(request, settings.usual(), this);
  }

  /** What an operator has to know; empty when all is well. */
  public Optional<String> warning() {
    return log.warning();
  }

  /** How many entries were lost since the start. */
  public long lostEntries() {
    return log.lostEntries();
  }

  /**
   * The entry that the changes of a call are stored with.
   *
   * @throws AuditTrailFull while the log's disk takes nothing
   */
  AuditEntry beforeChange(CallFacts facts) {
    if (log.isFull()) {
      throw new AuditTrailFull();
    }
    return EventDocument.entry(facts, clock.instant());
  }

  /** A call has ended that changed nothing: denied, failed or a read. */
  void ended(CallFacts facts) {
    boolean told = settings.reads() || facts.changes() || facts.failure().isPresent();
    if (told) {
      log.append(EventDocument.entry(facts, clock.instant()).document());
    }
  }

  /** A call has ended whose changes are stored with the entry {@code before}. */
  void changed(CallFacts facts, CallFacts before) {
    boolean knowsMore =
        facts.failure().isPresent()
            || !facts.audited().elements().isEmpty()
            || !facts.audited().name().equals(before.audited().name());
    if (knowsMore) {
      completions.complete(EventDocument.entry(facts, clock.instant()));
    }
  }

  /** An entry could not be made. */
  void lost() {
    log.countLost();
  }

  /** Writes what waits and ends. */
  @Override
  public void close() {
    completions.close();
    log.close();
  }
}
