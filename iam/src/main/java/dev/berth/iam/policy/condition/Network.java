package dev.berth.iam.policy.condition;

import java.net.Inet6Address;
import java.util.Optional;

/**
 * A range of addresses, {@code 203.0.113.0/24} or {@code 2001:db8::/32}; one address is a range of
 * itself. An IPv4 address in IPv6's clothes ({@code ::ffff:203.0.113.10}) counts as IPv4.
 */
final class Network {
  private static final int OCTETS = 4;
  private static final int LONGEST_ADDRESS = 45;

  private final byte[] start;
  private final int bits;

  private Network(byte[] start, int bits) {
    this.start = start;
    this.bits = bits;
  }

  static Optional<Network> read(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get().length * Byte.SIZE;
    int bits = slash < 0 ? most : number(text, slash + 1, text.length());
    return bits < 0 || bits > most
        ? Optional.empty()
        : Optional.of(new Network(address.get(), bits));
  }

  boolean contains(byte[] address) {
    if (address.length != start.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (address[i] != start[i]) {
        return false;
      }
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || ((address[whole] ^ start[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0;
  }

  /** The bytes of an address; names are never looked up. */
  static Optional<byte[]> address(String text) {
    if (text.length() > LONGEST_ADDRESS) {
      return Optional.empty();
    }
    return text.indexOf(':') < 0 ? four(text) : six(text);
  }

  private static Optional<byte[]> four(String text) {
    byte[] octets = new byte[OCTETS];
    int from = 0;
    for (int i = 0; i < OCTETS; i++) {
      int dot = text.indexOf('.', from);
      boolean last = i == OCTETS - 1;
      if ((dot < 0) != last) {
        return Optional.empty();
      }
      int octet = number(text, from, last ? text.length() : dot);
      if (octet < 0 || octet > 0xFF) {
        return Optional.empty();
      }
      octets[i] = (byte) octet;
      from = dot + 1;
    }
    return Optional.of(octets);
  }

  private static Optional<byte[]> six(String text) {
    if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Inet6Address.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** A number of one to three digits; -1 when it is none. */
  private static int number(String text, int from, int to) {
    if (to - from < 1 || to - from > 3) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }
}
