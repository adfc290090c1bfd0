package dev.berth.iam.token;

import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.iam.token.Sealer.Purpose;
import dev.berth.model.Region;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Issues and opens the passwords of {@code docker login} (ECR dossier section 2, IAM dossier 7.5).
 */
public final class RegistryTokens {
  /** How long ECR's tokens live. */
  public static final Duration DEFAULT_LIFE = Duration.ofHours(12);

  /** The user name of every registry login. */
  public static final String USER = "AWS";

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final byte[] NO_CONTEXT = new byte[0];

  private final Sealer sealer;
  private final InstantSource clock;
  private final Duration life;

  /**
   * A token as its owner gets it. It never shows itself.
   *
   * @param password the sealed text
   * @param expiresAt when it stops working
   */
  public record Issued(String password, Instant expiresAt) {

    /** What GetAuthorizationToken answers: the base64 of {@code AWS:PASSWORD}. */
    public String authorizationToken() {
      return Base64.getEncoder()
          .encodeToString((USER + ":" + password).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
      return "Issued[until " + expiresAt + "]";
    }
  }

  /** What a password turned out to be. */
  public sealed interface Opened {

    /**
     * A token within its life. Whether its holder still exists is for the one who knows the keys.
     */
    record Good(RegistryToken token) implements Opened {}

    /** A token that this server sealed and whose life is over. */
    record Expired(RegistryToken token) implements Opened {}

    /** Nothing that this server sealed as a token. */
    record Unreadable() implements Opened {}
  }

  /**
   * @param life 1 minute to 7 days; ECR's is {@link #DEFAULT_LIFE}
   */
  public RegistryTokens(Sealer sealer, InstantSource clock, Duration life) {
    if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a token lives 1 minute to 7 days, not " + life);
    }
    this.sealer = sealer;
    this.clock = clock;
    this.life = life;
  }

  /** A token of that caller for that Region, from now on. */
  public Issued issue(SigningCredential caller, Region region) {
    Instant now = clock.instant();
    RegistryToken token =
        new RegistryToken(
            caller.principal().account(),
            region,
            caller.principal().userId(),
            caller.accessKeyId(),
            caller.generation(),
            now,
            now.plus(life));
    return new Issued(
        sealer.seal(Purpose.REGISTRY_TOKEN, NO_CONTEXT, token.toBytes()), token.expiresAt());
  }

  /** Opens a password as a client sent it. */
  public Opened open(String password) {
    Optional<RegistryToken> token =
        sealer.open(Purpose.REGISTRY_TOKEN, NO_CONTEXT, password).flatMap(RegistryToken::ofBytes);
    if (token.isEmpty()) {
      return new Opened.Unreadable();
    }
    return clock.instant().isBefore(token.get().expiresAt())
        ? new Opened.Good(token.get())
        : new Opened.Expired(token.get());
  }
}
