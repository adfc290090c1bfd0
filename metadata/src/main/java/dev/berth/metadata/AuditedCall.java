package dev.berth.metadata;

import dev.berth.model.AuditEntry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that changes something, while it runs. Every {@link Database#write} on its thread stores
 * the call's audit entry in the same transaction, so that no change is without its entry, and no
 * entry without its change; several writes of a call have one entry.
 */
public final class AuditedCall {
  private static final ScopedValue<AuditedCall> RUNNING = ScopedValue.newInstance();

  private final AuditEntry entry;
  private final AtomicBoolean stored = new AtomicBoolean();

  /**
   * @param entry what its writes store
   */
  public AuditedCall(AuditEntry entry) {
    this.entry = entry;
  }

  /** Does the work of the call. */
  public <R> R run(Supplier<R> work) {
    return ScopedValue.where(RUNNING, this).call(work::get);
  }

  /** Whether a write of the call was stored, and its entry with it. */
  public boolean changedSomething() {
    return stored.get();
  }

  /** Writes, with the entry of the call that this thread is in, if it is in one. */
  static <R extends @Nullable Object> R write(Engine engine, Function<Transaction, R> work) {
    if (!RUNNING.isBound()) {
      return engine.write(work);
    }
    AuditedCall call = RUNNING.get();
    R result =
        engine.write(
            transaction -> {
              R done = work.apply(transaction);
              transaction.auditEntries().put(call.entry);
              return done;
            });
    call.stored.set(true);
    return result;
  }
}
