package dev.berth.blob;

import java.io.InputStream;
import java.nio.channels.FileChannel;

/** A part of a blob, open for reading. Whoever gets it closes what is inside. */
public sealed interface Stored {

  /** How many bytes it has. */
  long length();

  /**
   * A region of a file, which the kernel can send as it is.
   *
   * @param file open for reading
   * @param position the first byte
   * @param length how many
   */
  record Region(FileChannel file, long position, long length) implements Stored {}

  /**
   * Bytes that have to be read through: decrypted, or from afar.
   *
   * @param stream of exactly {@code length} bytes
   */
  record Streamed(InputStream stream, long length) implements Stored {}
}
