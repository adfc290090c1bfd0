package dev.berth.testkit.loss;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What one client was told: the value of every fact by the last acknowledged request, and the
 * requests that were never answered, each of which may be done wholly or not at all. Only this
 * client changes these facts. Used by one thread at a time.
 */
final class Promises {
  private final Map<Fact, String> acknowledged = new LinkedHashMap<>();
  private final List<Map<Fact, String>> unanswered = new ArrayList<>();
  private final Set<Fact> touched = new HashSet<>();
  private Optional<Map<Fact, String>> asked = Optional.empty();
  private int answers;

  /** To be called before a request that would change facts to these values. */
  void ask(Map<Fact, String> change) {
    asked.ifPresent(unanswered::add);
    asked = Optional.of(Map.copyOf(change));
    touched.addAll(change.keySet());
  }

  /** The request succeeded: from now on its change is promised. */
  void acknowledge() {
    acknowledged.putAll(asked.orElseThrow());
    asked = Optional.empty();
    answers++;
  }

  /** The request was refused as the client's mistake: nothing may have changed. */
  void refuse() {
    asked.orElseThrow().keySet().forEach(fact -> acknowledged.putIfAbsent(fact, Fact.ABSENT));
    asked = Optional.empty();
  }

  /** How many requests were acknowledged. */
  int answers() {
    return answers;
  }

  /** The names of a kind that are promised to be there. */
  List<Fact> held(Fact.Kind kind) {
    return acknowledged.entrySet().stream()
        .filter(e -> e.getKey().kind() == kind && !e.getValue().equals(Fact.ABSENT))
        .map(Map.Entry::getKey)
        .filter(fact -> unanswered.stream().noneMatch(change -> change.containsKey(fact)))
        .toList();
  }

  /** The promised value. */
  String value(Fact fact) {
    return acknowledged.getOrDefault(fact, Fact.ABSENT);
  }

  /** Forgets which facts changed, so that {@link #brokenSince} looks at later ones only. */
  void mark() {
    touched.clear();
  }

  /** As {@link #broken}, for the facts that changed since {@link #mark}. */
  List<String> brokenSince(Function<Fact, String> look) {
    return broken(Set.copyOf(touched), look);
  }

  /**
   * Compares with what is there, a sentence for each difference. What was unanswered is settled: it
   * counts from now on as it was found.
   */
  List<String> broken(Function<Fact, String> look) {
    Set<Fact> all = new HashSet<>(acknowledged.keySet());
    all.addAll(touched);
    return broken(all, look);
  }

  private List<String> broken(Set<Fact> facts, Function<Fact, String> look) {
    asked.ifPresent(unanswered::add);
    asked = Optional.empty();
    Map<Fact, String> found = new HashMap<>();
    facts.forEach(fact -> found.put(fact, look.apply(fact)));
    List<String> broken = new ArrayList<>();
    for (Map<Fact, String> change : unanswered) {
      change.keySet().forEach(fact -> found.computeIfAbsent(fact, look));
      boolean done =
          change.entrySet().stream().allMatch(e -> matches(found, e.getKey(), e.getValue()));
      boolean undone = change.keySet().stream().allMatch(f -> matches(found, f, value(f)));
      if (!done && !undone) {
        broken.add(
            "half done: %s of %s, found %s"
                .formatted(change, before(change), found(found, change)));
      }
      change
          .keySet()
          .forEach(fact -> acknowledged.put(fact, found.getOrDefault(fact, Fact.ABSENT)));
    }
    unanswered.clear();
    found.forEach(
        (fact, value) -> {
          if (!value.equals(value(fact))) {
            broken.add("%s is promised as %s and is %s".formatted(fact, value(fact), value));
          }
        });
    return broken;
  }

  private Map<Fact, String> before(Map<Fact, String> change) {
    Map<Fact, String> before = new HashMap<>();
    change.keySet().forEach(fact -> before.put(fact, value(fact)));
    return before;
  }

  private static Map<Fact, String> found(Map<Fact, String> found, Map<Fact, String> change) {
    Map<Fact, String> part = new HashMap<>(found);
    part.keySet().retainAll(change.keySet());
    return part;
  }

  private static boolean matches(Map<Fact, String> found, Fact fact, String value) {
    return value.equals(found.get(fact));
  }
}
