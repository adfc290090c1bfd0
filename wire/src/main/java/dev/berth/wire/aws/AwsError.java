package dev.berth.wire.aws;

import java.util.Map;

/**
 * An error as AWS's protocols send it.
 *
 * @param code such as {@code RepositoryNotFoundException}
 * @param message for people; no details of a failure of ours
 * @param members what the exception carries besides, by name: texts and whole numbers
 */
public record AwsError(String code, String message, Map<String, Object> members) {
  public AwsError {
    members = Map.copyOf(members);
  }

  /** One that carries a message only. */
  static AwsError of(String code, String message) {
    return new AwsError(code, message, Map.of());
  }

  /** Its HTTP status. */
  public int status() {
    return Statuses.of(code);
  }
}
