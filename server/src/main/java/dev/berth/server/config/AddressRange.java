package dev.berth.server.config;

import dev.berth.model.Malformed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that share their first bits, written {@code 10.0.0.0/8} or {@code 2001:db8::/32}; one
 * address alone is a range of itself (RFC 4632, RFC 4291 2.3).
 *
 * @param base the first of them, whose bits beyond the prefix are zero
 * @param prefix how many bits they share, 0 to 32 or 128
 */
public record AddressRange(InetAddress base, int prefix) {
  private static final int IPV4_BYTES = 4;
  private static final String TYPE = "range of addresses";
  private static final Pattern FORM = Pattern.compile("([^/]{1,45})(?:/([0-9]{1,3}))?");
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{1,40}");

  public AddressRange {
    if (prefix < 0 || prefix > bits(base)) {
      throw new Malformed(
          TYPE, base.getHostAddress() + "/" + prefix, "its prefix is 0 to " + bits(base));
    }
    if (!agree(base.getAddress(), new byte[base.getAddress().length], prefix, bits(base))) {
      throw new Malformed(
          TYPE, base.getHostAddress() + "/" + prefix, "bits beyond its prefix are not zero");
    }
  }

  /**
   * Reads one. Names are not looked up.
   *
   * @throws Malformed when it is none
   */
  static AddressRange parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw malformed(text);
    }
    InetAddress base = address(form.group(1)).orElseThrow(() -> malformed(text));
    return new AddressRange(
        base, form.group(2) == null ? bits(base) : Integer.parseInt(form.group(2)));
  }

  /**
   * The network that an address is in, when those of IPv6 have that many bits and those of IPv4 are
   * one address.
   */
  public static AddressRange around(InetAddress address, int ipv6Prefix) {
    byte[] bytes = address.getAddress();
    if (bytes.length == IPV4_BYTES) {
      return new AddressRange(address, bits(address));
    }
    for (int bit = ipv6Prefix; bit < bits(address); bit++) {
      bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
    }
    try {
      return new AddressRange(InetAddress.getByAddress(bytes), ipv6Prefix);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has the length of one", e);
    }
  }

  /** The address that a text is, whole and in the usual forms; a name is none. */
  public static Optional<InetAddress> address(String literal) {
    if (!LITERAL.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Malformed malformed(String text) {
    return new Malformed(TYPE, text, "it is an address, or one with a prefix, such as 10.0.0.0/8");
  }

  /** Whether an address is one of them; one of the other family never is. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == base.getAddress().length && agree(bytes, base.getAddress(), 0, prefix);
  }

  /**
   * Whether two addresses of one family have the same bits from one, counted from 0, to another.
   */
  private static boolean agree(byte[] one, byte[] other, int from, int to) {
    for (int bit = from; bit < to; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((one[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  /** As it is written. */
  @Override
  public String toString() {
    return base.getHostAddress() + "/" + prefix;
  }
}
