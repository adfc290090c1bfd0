package dev.berth.identity.oidc;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which addresses may be asked on somebody's word (threat T37): not this machine, nor what stands
 * behind it.
 */
final class PublicAddresses {
  private static final int V4_BYTES = 4;
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  private PublicAddresses() {}

  /**
   * Resolves a host and refuses it if any of its addresses is not public.
   *
   * @throws UnknownHostException when it has none, or one that is not
   */
  static void require(String host) throws UnknownHostException {
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (!isPublic(address)) {
        throw new UnknownHostException(host + " is not at a public address");
      }
    }
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return switch (address) {
      case Inet4Address v4 -> isPublicV4(v4.getAddress());
      case Inet6Address v6 -> isPublicV6(v6.getAddress());
      default -> false;
    };
  }

  // RFC 6890: this network, carrier NAT, protocol assignments, benchmarks, reserved and broadcast.
  private static boolean isPublicV4(byte[] bytes) {
    int first = Byte.toUnsignedInt(bytes[0]);
    int second = Byte.toUnsignedInt(bytes[1]);
    return first != 0
        && first < 240
        && !(first == 100 && second >= 64 && second < 128)
        && !(first == 192 && second == 0)
        && !(first == 198 && (second == 18 || second == 19));
  }

  // Unique local addresses, and the forms that carry an IPv4 address: mapped, 6to4 and NAT64.
  private static boolean isPublicV6(byte[] bytes) {
    int first = Byte.toUnsignedInt(bytes[0]);
    int second = Byte.toUnsignedInt(bytes[1]);
    if ((first & 0xfe) == 0xfc || (first == 0 && second == 0)) {
      return false;
    }
    if (first == 0x20 && second == 0x02) {
      return isPublicEmbedded(bytes, 2);
    }
    if (Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)) {
      return isPublicEmbedded(bytes, NAT64.length);
    }
    return true;
  }

  private static boolean isPublicEmbedded(byte[] bytes, int from) {
    try {
      return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + V4_BYTES)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
