package dev.berth.server.door;

import dev.berth.server.config.AddressRange;
import dev.berth.wire.door.NotAdmitted.UnreadableForwarding;
import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Request;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies that are believed when they say who sent a request: {@code X-Forwarded-For}, {@code
 * X-Forwarded-Proto} and {@code X-Forwarded-Host}, from peers within the configured ranges and from
 * nobody else. What everything behind it sees as the peer, as TLS and as the host is then what the
 * client sees.
 *
 * <p>Of several values the last one counts, which the nearest proxy wrote; of addresses the last
 * one that is not a trusted proxy itself. What stands before it may be anybody's, and is not looked
 * at. A value that counts and cannot be read is refused: a guess would decide about {@code
 * aws:SourceIp}.
 *
 * @param ranges the trusted addresses; none believes nobody
 */
public record TrustedProxies(List<AddressRange> ranges) {
  private static final String FOR = "X-Forwarded-For";
  private static final String PROTO = "X-Forwarded-Proto";
  private static final String HOST = "X-Forwarded-Host";
  private static final Pattern HOST_FORM = Pattern.compile("[A-Za-z0-9._~:\\[\\]-]{1,300}");
  private static final Pattern HOP =
      Pattern.compile("([0-9.]+|\\[[^\\]]+])(?::[0-9]{1,5})?+|([0-9a-fA-F:.]+)");

  public TrustedProxies {
    ranges = List.copyOf(ranges);
  }

  /**
   * The request as its client sent it; the same one when a client sent it straight here.
   *
   * @throws UnreadableForwarding when a trusted proxy sent something else than an address, {@code
   *     http} or {@code https}, or a host
   */
  Request asSent(Request received) {
    if (!trusts(received.peer())) {
      return received;
    }
    Headers headers = received.headers();
    Request.Target target = received.target();
    return new Request(
        received.id(),
        received.method(),
        new Request.Target(host(headers).orElse(target.host()), target.path(), target.query()),
        headers,
        received.body(),
        client(headers, received.peer()),
        secure(headers).orElse(received.tls()),
        true);
  }

  private boolean trusts(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private InetAddress client(Headers headers, InetAddress peer) {
    InetAddress nearest = peer;
    for (String hop : values(headers, FOR).reversed()) {
      nearest = address(hop);
      if (!trusts(nearest)) {
        return nearest;
      }
    }
    return nearest;
  }

  private static Optional<Boolean> secure(Headers headers) {
    return last(headers, PROTO)
        .map(
            scheme ->
                switch (scheme.toLowerCase(Locale.ROOT)) {
                  case "https" -> true;
                  case "http" -> false;
                  default -> throw new UnreadableForwarding(PROTO);
                });
  }

  private static Optional<String> host(Headers headers) {
    Optional<String> host = last(headers, HOST);
    if (host.filter(name -> !HOST_FORM.matcher(name).matches()).isPresent()) {
      throw new UnreadableForwarding(HOST);
    }
    return host;
  }

  private static Optional<String> last(Headers headers, String field) {
    List<String> values = values(headers, field);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
  }

  /** The items of all fields of that name, which are lists (RFC 9110, section 5.6.1). */
  private static List<String> values(Headers headers, String field) {
    return headers.all(field).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  /** An address, with a port as some proxies write it. No name is looked up. */
  private static InetAddress address(String hop) {
    Matcher form = HOP.matcher(hop);
    if (!form.matches()) {
      throw new UnreadableForwarding(FOR);
    }
    String literal = form.group(1) == null ? form.group(2) : form.group(1);
    return AddressRange.address(
            literal.startsWith("[") ? literal.substring(1, literal.length() - 1) : literal)
        .orElseThrow(() -> new UnreadableForwarding(FOR));
  }
}
