package dev.berth.wire.door;

import java.util.Set;

/** What the name of an AWS operation says: the verbs of its APIs are a fixed vocabulary. */
public final class OperationNames {
  private static final Set<String> READING =
      Set.of(
          "Get",
          "Describe",
          "List",
          "Lookup",
          "Explain",
          "BatchGet",
          "BatchCheck",
          "Validate",
          "Simulate",
          "Decode");

  /** They read by their name, and store a session. */
  private static final Set<String> CHANGING = Set.of("GetSessionToken", "GetFederationToken");

  private OperationNames() {}

  /**
   * Whether an operation of that name only reads. One that is unknown here changes something: then
   * too much is kept of it, and nothing is missed.
   */
  public static boolean reads(String operation) {
    return READING.stream().anyMatch(operation::startsWith) && !CHANGING.contains(operation);
  }
}
