package dev.berth.testkit.collection.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/**
 * Actors of which one at a time goes a step, from one transaction to the next. Who goes is chosen
 * from outside, so the same choices give the same run.
 */
final class Turns {
  private static final long PATIENCE_SECONDS = 60;
  private static final ScopedValue<Actor> GOING = ScopedValue.newInstance();

  private Turns() {}

  /** What an actor does from its beginning to its end. */
  @FunctionalInterface
  interface Program {
    void run() throws Exception;
  }

  /** Sees the store after each step. */
  @FunctionalInterface
  interface Observer {
    /** Told who went. */
    void after(String actor);
  }

  /** A place at which another actor may go first; nothing outside of a run. */
  static void step() {
    if (GOING.isBound()) {
      GOING.get().pause();
    }
  }

  /**
   * Runs all to their ends.
   *
   * @param programs by the names of their actors
   * @param choose gets how many actors can go, and gives the place of the one that goes
   * @return who went, in order
   * @throws AssertionError from an actor or the observer, with the order as far as it came
   */
  static List<String> run(
      SequencedMap<String, Program> programs, IntUnaryOperator choose, Observer observer) {
    List<String> order = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Actor> actors = new ArrayList<>();
      programs.forEach((name, program) -> actors.add(new Actor(name, program)));
      try {
        for (Actor actor : actors) {
          threads.execute(actor);
          actor.awaitPause();
        }
        List<Actor> able = able(actors);
        while (!able.isEmpty()) {
          Actor next = able.get(choose.applyAsInt(able.size()));
          order.add(next.name);
          next.go();
          observer.after(next.name);
          able = able(actors);
        }
      } catch (AssertionError failure) {
        throw new AssertionError("after the steps of %s".formatted(order), failure);
      } finally {
        actors.forEach(Actor::end);
      }
    }
    return order;
  }

  private static List<Actor> able(List<Actor> actors) {
    return actors.stream().filter(actor -> !actor.done).toList();
  }

  private static void acquire(Semaphore permit) {
    try {
      if (!permit.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("an actor waits for another inside of a step");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** One that goes. Its two permits are handed to and fro, so nothing of it is seen by two. */
  private static final class Actor implements Runnable {
    private final String name;
    private final Program program;
    private final Semaphore may = new Semaphore(0);
    private final Semaphore paused = new Semaphore(0);
    private Optional<Throwable> failure = Optional.empty();
    private boolean done;
    private boolean ended;

    Actor(String name, Program program) {
      this.name = name;
      this.program = program;
    }

    @Override
    public void run() {
      try {
        ScopedValue.where(GOING, this)
            .call(
                () -> {
                  program.run();
                  return name;
                });
      } catch (Ended _) {
        // another one failed
      } catch (Exception | AssertionError thrown) {
        failure = Optional.of(thrown);
      }
      done = true;
      paused.release();
    }

    void pause() {
      paused.release();
      acquire(may);
      if (ended) {
        throw new Ended();
      }
    }

    void go() {
      may.release();
      awaitPause();
    }

    void awaitPause() {
      acquire(paused);
      failure.ifPresent(
          thrown -> {
            throw new AssertionError(name + " failed", thrown);
          });
    }

    void end() {
      while (!done) {
        ended = true;
        may.release();
        acquire(paused);
      }
    }
  }

  /** Ends an actor that waits when another one has failed. */
  private static final class Ended extends Error {
    private static final long serialVersionUID = 1L;
  }
}
