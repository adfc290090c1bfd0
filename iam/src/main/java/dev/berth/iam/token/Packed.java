package dev.berth.iam.token;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Values as bytes, with a version in front: texts with their lengths, numbers of eight bytes. */
final class Packed {
  private Packed() {}

  /** Writes the fields after the version. */
  interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  /** Reads what {@link Writing} wrote. */
  interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  static byte[] write(int version, Writing fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(version);
      fields.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Empty for another version, which an older or newer server sealed, and for anything that is not
   * whole.
   */
  static <T> Optional<T> read(int version, byte[] bytes, Reading<T> fields) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.read() != version) {
        return Optional.empty();
      }
      T value = fields.from(in);
      return in.read() < 0 ? Optional.of(value) : Optional.empty();
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
