package dev.berth.wire.sts;

import dev.berth.wire.query.QueryInput;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Forms and bounds that several operations share (IAM dossier 8.2). */
final class StsSyntax {
  static final Pattern NAME = Pattern.compile("[\\w+=,.@-]*");
  static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:\\/-]*");
  static final Pattern ARN =
      Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF]+");
  static final Duration HOUR = Duration.ofHours(1);

  private static final int SHORTEST_NAME = 2;
  private static final int LONGEST_NAME = 64;
  private static final int SHORTEST = 900;
  private static final int LONGEST_OF_ROLE = 43_200;
  private static final int LONGEST_OF_USER = 129_600;
  private static final int USUAL_OF_USER = 43_200;

  private StsSyntax() {}

  /** How long a role's session shall live: an hour, unless 15 minutes to 12 hours are asked for. */
  static Duration lifeOfRole(QueryInput input) {
    return Duration.ofSeconds(
        input
            .numberIfAny("DurationSeconds", SHORTEST, LONGEST_OF_ROLE)
            .orElse((int) HOUR.toSeconds()));
  }

  /**
   * How long a session of GetSessionToken or GetFederationToken shall live: 12 hours, unless 15
   * minutes to 36 hours are asked for; of a root user never more than an hour.
   */
  static Duration lifeOfUser(QueryInput input, boolean root) {
    Duration asked =
        Duration.ofSeconds(
            input.numberIfAny("DurationSeconds", SHORTEST, LONGEST_OF_USER).orElse(USUAL_OF_USER));
    return root && asked.compareTo(HOUR) > 0 ? HOUR : asked;
  }

  /** {@code SourceIdentity}, which never begins with {@code aws:}. */
  static Optional<String> sourceIdentity(QueryInput input) {
    Optional<String> asked = input.textIfAny("SourceIdentity", SHORTEST_NAME, LONGEST_NAME, NAME);
    asked
        .filter(text -> text.startsWith("aws:"))
        .ifPresent(
            text -> {
              throw input.violation("SourceIdentity", text, "Member must not begin with aws:");
            });
    return asked;
  }
}
