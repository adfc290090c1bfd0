package dev.berth.server.event;

import java.util.List;

/** Somebody who is told of events. */
interface Sink extends AutoCloseable {
  /** Its name, by which its place is kept. */
  String name();

  /** How many events it takes at once. */
  int batch();

  /**
   * Tells it of events, in order. When it did not take them all, it may be told some of them again.
   *
   * @param bodies one JSON object each, without line ends
   */
  Outcome deliver(List<Letter> bodies);

  @Override
  default void close() {}

  /**
   * An event to be told.
   *
   * @param id of the event
   * @param body one JSON object
   */
  record Letter(String id, String body) {}

  /** What came of telling it. */
  sealed interface Outcome {
    /** It has them, and keeps them. */
    record Delivered() implements Outcome {}

    /** It does not want them, and will hardly want them later. */
    record Refused(String why) implements Outcome {}

    /** It cannot be told now. */
    record Unavailable(String why) implements Outcome {}
  }
}
