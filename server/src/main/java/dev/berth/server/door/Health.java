package dev.berth.server.door;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this process can do its work now, and if not, why. */
public final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final Map<String, Check> checks = new LinkedHashMap<>();
  private final AtomicBoolean draining = new AtomicBoolean();

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

  /** From now on new work should go elsewhere. */
  public void drain() {
    draining.set(true);
  }

  /** What does not work, a sentence each; empty when all is well. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (draining.get()) {
      problems.add("server: it is stopping");
    }
    checks.forEach(
        (name, check) ->
            problem(name, check).ifPresent(found -> problems.add(name + ": " + found)));
    return problems;
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
