package dev.berth.testkit.soak;

import dev.berth.testkit.oci.Answer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What clients saw: how long everything took, and what they should not have been told. */
final class Figures {
  private final Map<Kind, Queue<Long>> nanos = new EnumMap<>(Kind.class);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();

  /** What is timed as a whole. */
  enum Kind {
    /** An image with its layers, as docker pushes it. */
    PUSH,
    /** An image with its layers. */
    PULL
  }

  Figures() {
    for (Kind kind : Kind.values()) {
      nanos.put(kind, new ConcurrentLinkedQueue<>());
    }
  }

  /** Times one answer. */
  Answer answer(Supplier<Answer> request) {
    long start = System.nanoTime();
    Answer answer = request.get();
    long took = System.nanoTime() - start;
    longest.accumulateAndGet(took, Math::max);
    answers.incrementAndGet();
    return answer;
  }

  void took(Kind kind, long time) {
    times(kind).add(time);
  }

  private Queue<Long> times(Kind kind) {
    return nanos.getOrDefault(kind, new ConcurrentLinkedQueue<>());
  }

  void failed(String what) {
    failures.add(what);
  }

  /** What went wrong; a few say as much as thousands. */
  List<String> failures() {
    return failures.stream().limit(20).toList();
  }

  /** Requests that were answered. */
  long answers() {
    return answers.get();
  }

  /** The longest that one request took, in milliseconds. */
  double longestMillis() {
    return longest.get() / 1e6;
  }

  /** In milliseconds; the median is 0.5. */
  double millis(Kind kind, double part) {
    long[] sorted = times(kind).stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1.0, sorted.length * part)] / 1e6;
  }

  /** How many of a kind. */
  int count(Kind kind) {
    return times(kind).size();
  }

  /** The median of medians. */
  static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
