package dev.berth.server.door;

import dev.berth.iam.sigv4.SignatureFlaw;
import dev.berth.iam.sigv4.SignatureRefusal;
import dev.berth.identity.oidc.WebIdentityRefused;
import dev.berth.server.config.AddressRange;
import dev.berth.server.config.Config;
import dev.berth.wire.door.NotAdmitted.Slowed;
import dev.berth.wire.door.WrongCredential;
import dev.berth.wire.exchange.Request;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down who sends wrong credentials (threat T8): for each source, an IPv4 address or an IPv6
 * network of 64 bits, and for each access key id that a source names. Then no credential is looked
 * at until the wait is over, so that guessing costs the server nothing.
 *
 * <p>A key id counts together with its source only: nobody can keep the owner of a key out by
 * failing with it from elsewhere. Nobody waits on a thread.
 */
public final class WrongCredentials {
  private static final Logger log = LoggerFactory.getLogger(WrongCredentials.class);
  private static final int IPV6_NETWORK = 64;
  private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

  private final Optional<Pace<AddressRange>> sources;
  private final Optional<Pace<OfKey>> keys;
  private final LongSupplier nanos;
  private final AtomicLong nextLine;
  private final LongAdder wrong = new LongAdder();
  private final LongAdder slowed = new LongAdder();

  private record OfKey(AddressRange source, String keyId) {}

  /**
   * @param limits how many a minute
   * @param nanos a monotonic clock
   */
  public WrongCredentials(Config.WrongCredentials limits, LongSupplier nanos) {
    this.sources = pace(limits.perSource(), nanos);
    this.keys = pace(limits.perKey(), nanos);
    this.nanos = nanos;
    this.nextLine = new AtomicLong(nanos.getAsLong());
  }

  private static <K> Optional<Pace<K>> pace(int perMinute, LongSupplier nanos) {
    return perMinute == 0
        ? Optional.empty()
        : Optional.of(new Pace<>(perMinute, Duration.ofMinutes(1).dividedBy(perMinute), nanos));
  }

  /**
   * Returns when the credential of a request may be looked at, or it has none.
   *
   * @throws Slowed when it has to wait
   */
  void check(Request request) {
    PresentedCredential.of(request)
        .ifPresent(
            credential -> {
              AddressRange source = source(request.peer());
              Duration bySource = sources.map(pace -> pace.wait(source)).orElse(Duration.ZERO);
              Duration byKey =
                  keys.flatMap(
                          pace -> credential.keyId().map(id -> pace.wait(new OfKey(source, id))))
                      .orElse(Duration.ZERO);
              Duration wait = bySource.compareTo(byKey) > 0 ? bySource : byKey;
              if (wait.isPositive()) {
                tell(source);
                slowed.increment();
                throw new Slowed(wait);
              }
            });
  }

  /** Counts a refusal when the credential may have been a guess. */
  void refused(Request request, RuntimeException refusal) {
    if (!mayBeGuessed(refusal)) {
      return;
    }
    wrong.increment();
    PresentedCredential.of(request)
        .ifPresent(
            credential -> {
              AddressRange source = source(request.peer());
              sources.ifPresent(pace -> pace.count(source));
              keys.ifPresent(
                  pace -> credential.keyId().ifPresent(id -> pace.count(new OfKey(source, id))));
            });
  }

  /** How many wrong credentials were refused since the start. */
  public long wrong() {
    return wrong.sum();
  }

  /** How many credentials were not looked at, because too many were wrong. */
  public long slowed() {
    return slowed.sum();
  }

  private static boolean mayBeGuessed(RuntimeException refusal) {
    return switch (refusal) {
      case SignatureRefusal signature ->
          signature.flaw() instanceof SignatureFlaw.UnknownKey
              || signature.flaw() instanceof SignatureFlaw.Mismatch;
      case WrongCredential wrong -> wrong.mayBeGuessed();
      case WebIdentityRefused.Invalid _ -> true;
      default -> false;
    };
  }

  private static AddressRange source(InetAddress address) {
    return AddressRange.around(address, IPV6_NETWORK);
  }

  private void tell(AddressRange source) {
    long now = nanos.getAsLong();
    long next = nextLine.get();
    if (now - next >= 0 && nextLine.compareAndSet(next, now + BETWEEN_LINES)) {
      log.warn("Too many wrong credentials come from {}; more of them have to wait", source);
    }
  }
}
