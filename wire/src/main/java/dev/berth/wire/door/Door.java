package dev.berth.wire.door;

import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.List;

/** One protocol of the port: a table of rows, and the one place that words its refusals. */
public interface Door {

  /** Whether a request is meant for this door, by its path and headers. */
  boolean admits(Request request);

  /**
   * Finds the row that the request addresses and parses the address into values.
   *
   * @throws RuntimeException one that {@link #refuse} words, when there is no such row or the
   *     address is malformed
   */
  Call identify(Request request);

  /**
   * The answer, in the form of this protocol, to whatever was thrown on the way: a refusal with its
   * own code, anything else as the protocol's internal error without details.
   */
  Response refuse(Request request, Throwable failure);

  /** Every row, so that a test can try each. */
  List<? extends Row> rows();
}
