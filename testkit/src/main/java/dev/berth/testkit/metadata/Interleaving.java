package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Two writes at once. Whatever the interleaving, what both returned and what is stored must be what
 * one of the two orders gives when they run one after the other.
 *
 * @param <S> what both work on, made anew for each run
 */
final class Interleaving<S> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Database database;
  private final Predicate<Thread> waitsForAnother;
  private final Supplier<S> given;
  private final Function<S, String> stored;

  /** A write, which says in a word what it did. */
  @FunctionalInterface
  interface Write<S> {
    String run(S given, Transaction transaction);
  }

  private record Outcome(String one, String other, String stored) {
    Outcome swapped() {
      return new Outcome(other, one, stored);
    }
  }

  /**
   * @param waitsForAnother whether the engine makes the thread's write wait for another transaction
   * @param stored what is stored, told without ids, keys and digests made for the run
   */
  Interleaving(
      Database database,
      Predicate<Thread> waitsForAnother,
      Supplier<S> given,
      Function<S, String> stored) {
    this.database = database;
    this.waitsForAnother = waitsForAnother;
    this.given = given;
    this.stored = stored;
  }

  void everyOutcomeIsSerial(Write<S> one, Write<S> other) {
    List<Outcome> serial =
        List.of(oneAfterTheOther(one, other), oneAfterTheOther(other, one).swapped());
    assertThat(serial)
        .contains(whileTheFirstIsOpen(one, other))
        .contains(whileTheFirstIsOpen(other, one).swapped())
        .contains(whileTheSecondSeesThePast(one, other))
        .contains(whileTheSecondSeesThePast(other, one).swapped());
  }

  private Outcome oneAfterTheOther(Write<S> first, Write<S> second) {
    S setting = given.get();
    String did = database.write(transaction -> first.run(setting, transaction));
    String then = database.write(transaction -> second.run(setting, transaction));
    return new Outcome(did, then, stored.apply(setting));
  }

  /** The first has done its work and commits only when the second waits for it or is done. */
  private Outcome whileTheFirstIsOpen(Write<S> first, Write<S> second) {
    S setting = given.get();
    Running later = new Running(transaction -> second.run(setting, transaction));
    AtomicBoolean held = new AtomicBoolean();
    CountDownLatch open = new CountDownLatch(1);
    Running earlier =
        new Running(
            transaction -> {
              String did = first.run(setting, transaction);
              if (held.compareAndSet(false, true)) {
                open.countDown();
                later.untilDoneOrWaiting();
              }
              return did;
            });
    earlier.start();
    reached(open);
    later.start();
    return new Outcome(earlier.result(), later.result(), stored.apply(setting));
  }

  /**
   * The second has taken its snapshot before the first begins, and goes on when that one is done or
   * waits for it.
   */
  private Outcome whileTheSecondSeesThePast(Write<S> first, Write<S> second) {
    S setting = given.get();
    Running earlier = new Running(transaction -> first.run(setting, transaction));
    AtomicBoolean held = new AtomicBoolean();
    CountDownLatch seen = new CountDownLatch(1);
    Running later =
        new Running(
            transaction -> {
              if (held.compareAndSet(false, true)) {
                transaction.accounts().all();
                seen.countDown();
                earlier.untilDoneOrWaiting();
              }
              return second.run(setting, transaction);
            });
    later.start();
    reached(seen);
    earlier.start();
    return new Outcome(earlier.result(), later.result(), stored.apply(setting));
  }

  private static void reached(CountDownLatch latch) {
    await().atMost(PATIENCE).until(() -> latch.getCount() == 0);
  }

  /** A write on a thread of its own. */
  private final class Running {
    private final FutureTask<String> task;
    private final Thread thread;

    Running(Function<Transaction, String> work) {
      this.task = new FutureTask<>(() -> database.write(work));
      this.thread = Thread.ofPlatform().unstarted(task);
    }

    void start() {
      thread.start();
    }

    void untilDoneOrWaiting() {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> task.isDone() || waitsForAnother.test(thread));
    }

    String result() {
      try {
        return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException failure) {
        throw new AssertionError("the write did not return", failure);
      }
    }
  }
}
