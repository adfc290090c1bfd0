package dev.berth.wire.berth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the server does without a request, as far as operations tell of it and steer it. */
public interface Housekeeping {

  /**
   * A job that recurs.
   *
   * @param name of its row
   * @param next when it is due
   * @param running whether it runs now
   * @param failures how often it failed since it last came to its end
   */
  record Job(String name, Instant next, boolean running, int failures) {}

  /**
   * A time in which nothing is deleted, because the clock cannot be believed (invariant I8).
   *
   * @param why half a sentence
   * @param since by the clock after its jump
   * @param until when it ends by itself
   */
  record Pause(String why, Instant since, Instant until) {}

  /** All jobs, by name. */
  List<Job> timetable();

  /** Whether nothing is deleted now. */
  Optional<Pause> pause();

  /**
   * Ends the pause and makes every job due.
   *
   * @return whether there was a pause
   */
  boolean release();
}
