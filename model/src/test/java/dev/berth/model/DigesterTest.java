package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigesterTest {
  /** FIPS 180-2, appendix B.1 and C.1: the digests of "abc". */
  private static final Digest SHA256_ABC =
      Digest.parse("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  private static final Digest SHA512_ABC =
      Digest.parse(
          "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
              + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");

  /** FIPS 180-2, appendix B.3: a million times "a". */
  private static final Digest SHA256_MILLION =
      Digest.parse("sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void the_vectors_of_the_standard_come_out() {
    assertThat(Digester.digest(Digest.Algorithm.SHA256, ascii("abc"))).isEqualTo(SHA256_ABC);
    assertThat(Digester.digest(Digest.Algorithm.SHA512, ascii("abc"))).isEqualTo(SHA512_ABC);
  }

  @Test
  void bytes_may_come_in_any_parts() {
    byte[] million = new byte[1_000_000];
    Arrays.fill(million, (byte) 'a');
    for (int part : new int[] {1, 63, 64, 65, 65_535, 65_536, 65_537, 262_144, 1_000_000}) {
      Digester digester = Digester.of(Digest.Algorithm.SHA256);
      for (int at = 0; at < million.length; at += part) {
        digester.update(million, at, Math.min(part, million.length - at));
      }
      assertThat(digester.digest()).as("parts of %d", part).isEqualTo(SHA256_MILLION);
    }
  }

  @Test
  void a_buffer_gives_what_remains_in_it_and_stays_as_it_is() {
    ByteBuffer buffer = ByteBuffer.wrap(ascii("xxabcyy")).slice(1, 5).position(1).limit(4);
    Digester digester = Digester.of(Digest.Algorithm.SHA256);
    digester.update(buffer);
    assertThat(digester.digest()).isEqualTo(SHA256_ABC);
    assertThat(buffer.remaining()).isEqualTo(3);
  }

  @Test
  void a_buffer_without_an_array_gives_the_same() {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    ByteBuffer buffer = ByteBuffer.allocateDirect(content.length + 2).put((byte) 9).put(content);
    Digester digester = Digester.of(Digest.Algorithm.SHA256);
    digester.update(buffer.flip().position(1));
    assertThat(digester.digest()).isEqualTo(Digester.digest(Digest.Algorithm.SHA256, content));
    assertThat(buffer.remaining()).isEqualTo(content.length);
    digester.update(ByteBuffer.allocateDirect(0));
    assertThat(digester.digest()).isEqualTo(Digester.digest(Digest.Algorithm.SHA256, content));
  }

  @Test
  void it_goes_on_after_it_was_asked_and_a_copy_goes_its_own_way() {
    Digester digester = Digester.of(Digest.Algorithm.SHA256);
    digester.update(ascii("a"), 0, 1);
    digester.digest();
    Digester other = digester.copy();
    other.update(ascii("zz"), 0, 2);
    digester.update(ascii("bc"), 0, 2);
    assertThat(digester.digest()).isEqualTo(SHA256_ABC);
    assertThat(other.digest()).isEqualTo(Digester.digest(Digest.Algorithm.SHA256, ascii("azz")));
  }
}
