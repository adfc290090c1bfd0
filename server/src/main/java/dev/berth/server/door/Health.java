package dev.berth.server.door;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process can do its work now, and if not, why. Anybody may ask, and a check may cost
 * a write to the disk, so an answer is given again for a second.
 */
public final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);
  private static final Duration FOR = Duration.ofSeconds(1);

  private final Map<String, Check> checks = new LinkedHashMap<>();
  private final Map<String, Supplier<Optional<String>>> notes = new LinkedHashMap<>();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final ReentrantLock looking = new ReentrantLock();
  private final LongSupplier nanos;
  private List<String> found = List.of();
  private long foundUntil;

  /** Checks by the system's monotonic clock. */
  public Health() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  Health(LongSupplier nanos) {
    this.nanos = nanos;
    this.foundUntil = nanos.getAsLong();
  }

  /** One thing that has to work. */
  @FunctionalInterface
  public interface Check {
    /** Why it does not; empty when it does. */
    Optional<String> problem() throws Exception;
  }

  /** Adds a thing that has to work. Called before the first request only. */
  public Health with(String name, Check check) {
    checks.put(name, check);
    return this;
  }

  /**
   * Adds a thing that an operator should hear of, while requests are still welcome. Called before
   * the first request only.
   *
   * @param warning what is wrong with it; empty when all is well; cheap, and never fails
   */
  public Health noting(String name, Supplier<Optional<String>> warning) {
    notes.put(name, warning);
    return this;
  }

  /** What an operator should hear of, a sentence each; empty when all is well. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    notes.forEach((name, warning) -> warning.get().ifPresent(w -> warnings.add(name + ": " + w)));
    return warnings;
  }

  /** From now on new work should go elsewhere. */
  public void drain() {
    draining.set(true);
  }

  /** Whether all is well. */
  public boolean isReady() {
    return problems().isEmpty();
  }

  /** What does not work, a sentence each; empty when all is well. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (draining.get()) {
      problems.add("server: it is stopping");
    }
    problems.addAll(checked());
    return problems;
  }

  // One looks, the others wait for what it finds: the lock is held while checks run, on purpose.
  private List<String> checked() {
    looking.lock();
    try {
      if (nanos.getAsLong() - foundUntil >= 0) {
        List<String> problems = new ArrayList<>();
        checks.forEach(
            (name, check) ->
                problem(name, check).ifPresent(why -> problems.add(name + ": " + why)));
        found = List.copyOf(problems);
        foundUntil = nanos.getAsLong() + FOR.toNanos();
      }
      return found;
    } finally {
      looking.unlock();
    }
  }

  // A check fails in the ways of whatever it checks: here is the boundary where each of them
  // becomes a reason.
  private static Optional<String> problem(String name, Check check) {
    try {
      return check.problem();
    } catch (Exception e) {
      LOG.warn("health check {} failed", name, e);
      return Optional.of(e.toString());
    }
  }
}
