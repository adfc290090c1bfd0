package dev.berth.iam.sigv4;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far from now a signature may have been made (IAM dossier 2.3).
 *
 * @param clock the server's
 * @param skew how much a client's clock may differ, 1 to 15 minutes
 */
record SigningWindow(InstantSource clock, Duration skew) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int LONGEST_LIFETIME = 604_800;
  private static final Pattern LIFETIME = Pattern.compile("[0-9]{1,6}");

  SigningWindow {
    if (skew.compareTo(SHORTEST) < 0 || skew.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("the skew is 1 to 15 minutes, not " + skew);
    }
  }

  void check(Instant signedAt, SignatureForm form, Optional<String> lifetime) {
    Duration window = lifetime.map(SigningWindow::lifetime).orElse(skew);
    Instant now = clock.instant();
    if (signedAt.isBefore(now.minus(window))) {
      throw new SignatureRefusal(new SignatureFlaw.TooOld(signedAt, now, window, form));
    }
    if (signedAt.isAfter(now.plus(skew))) {
      throw new SignatureRefusal(new SignatureFlaw.TooNew(signedAt, now, skew));
    }
  }

  private static Duration lifetime(String text) {
    int seconds = LIFETIME.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (seconds < 1 || seconds > LONGEST_LIFETIME) {
      throw new SignatureRefusal(new SignatureFlaw.UnreadableLifetime(text));
    }
    return Duration.ofSeconds(seconds);
  }
}
