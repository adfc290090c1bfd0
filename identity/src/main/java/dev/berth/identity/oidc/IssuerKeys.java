package dev.berth.identity.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, kept. They are asked for again when they are old, or when a token names
 * one that is not among them, but not more often than every ten seconds, whatever tokens come.
 * While the issuer cannot be asked they count for a day since they were last seen.
 *
 * <p>The semaphore lets one caller ask at a time; the others wait for the answer. State is replaced
 * as a whole.
 */
final class IssuerKeys {
  private static final Duration FRESH = Duration.ofMinutes(15);
  private static final Duration LONGEST_OUTAGE = Duration.ofHours(24);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private final IssuerSettings issuer;
  private final KeySource source;
  private final InstantSource clock;
  private final Semaphore asking = new Semaphore(1);
  private volatile State state = new State(Optional.empty(), Instant.MIN, Instant.MIN);

  private record State(Optional<JWKSet> keys, Instant seenAt, Instant triedAt) {
    boolean isFresh(Instant now) {
      return keys.isPresent() && now.isBefore(seenAt.plus(FRESH));
    }

    boolean mayTry(Instant now) {
      return triedAt.equals(Instant.MIN) || !now.isBefore(triedAt.plus(BETWEEN_ATTEMPTS));
    }

    Optional<JWKSet> usable(Instant now) {
      return keys.filter(known -> now.isBefore(seenAt.plus(LONGEST_OUTAGE)));
    }
  }

  IssuerKeys(IssuerSettings issuer, KeySource source, InstantSource clock) {
    this.issuer = issuer;
    this.source = source;
    this.clock = clock;
  }

  /**
   * The keys that a token may be signed with.
   *
   * @param kid the key that it names; all keys are candidates when it names none
   * @throws WebIdentityRefused.Unreachable when the issuer cannot be asked, and was not for a day
   */
  List<JWK> candidates(Optional<String> kid) {
    JWKSet known = keys();
    List<JWK> found = matching(known, kid);
    if (!found.isEmpty() || kid.isEmpty()) {
      return found;
    }
    return matching(again(known), kid);
  }

  private static List<JWK> matching(JWKSet keys, Optional<String> kid) {
    return keys.getKeys().stream()
        .filter(key -> kid.isEmpty() || kid.get().equals(key.getKeyID()))
        .toList();
  }

  private JWKSet keys() {
    State now = state;
    if (!now.isFresh(clock.instant())) {
      now = ask(now);
    }
    return now.usable(clock.instant())
        .orElseThrow(() -> new WebIdentityRefused.Unreachable(issuer.url()));
  }

  /** Asked for once more for the sake of a key that is not there: it may be new. */
  private JWKSet again(JWKSet known) {
    return ask(state).usable(clock.instant()).orElse(known);
  }

  private State ask(State before) {
    boolean mine = false;
    try {
      mine = asking.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (mine && state.equals(before) && before.mayTry(clock.instant())) {
        state = asked(before);
      }
      return state;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return state;
    } finally {
      if (mine) {
        asking.release();
      }
    }
  }

  private State asked(State before) {
    Instant now = clock.instant();
    try {
      return new State(Optional.of(source.fetch(issuer)), now, now);
    } catch (IOException e) {
      LOG.warn("The keys of {} cannot be had: {}", issuer.url(), e.getMessage());
      return new State(before.keys(), before.seenAt(), now);
    }
  }
}
