package dev.berth.testkit.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.berth.model.Digest;
import dev.berth.model.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A layer as it is pushed, and the digest of what it unpacks to (OCI image-spec, config, {@code
 * rootfs.diff_ids}).
 */
public final class SampleLayer {
  private static final MediaType GZIP_LAYER =
      new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
  private static final int BLOCK = 512;

  private final MediaType mediaType;
  private final byte[] bytes;
  private final Digest diffId;

  private SampleLayer(MediaType mediaType, byte[] bytes, Digest diffId) {
    this.mediaType = mediaType;
    this.bytes = bytes;
    this.diffId = diffId;
  }

  /**
   * One file in the root folder, in a tar archive, compressed: the same arguments give the same
   * bytes.
   */
  public static SampleLayer ofFile(String name, byte[] content) {
    byte[] tar = tar(name, content);
    return new SampleLayer(GZIP_LAYER, gzip(tar), SampleImages.digest(tar));
  }

  /**
   * Any bytes under any type: artifacts, foreign formats. Clients that unpack layers refuse them.
   */
  public static SampleLayer ofBytes(MediaType mediaType, byte[] content) {
    return new SampleLayer(mediaType, content, SampleImages.digest(content));
  }

  public MediaType mediaType() {
    return mediaType;
  }

  /** What is pushed; the caller does not change it. */
  public byte[] bytes() {
    return bytes;
  }

  public Digest diffId() {
    return diffId;
  }

  /** The digest of what is pushed. */
  public Digest digest() {
    return SampleImages.digest(bytes);
  }

  // POSIX.1-1988 ustar: one header block, the content in whole blocks, two empty blocks
  private static byte[] tar(String name, byte[] content) {
    int blocks = (content.length + BLOCK - 1) / BLOCK;
    byte[] tar = new byte[(1 + blocks + 2) * BLOCK];
    field(tar, 0, name);
    field(tar, 100, "0000644");
    field(tar, 108, "0000000");
    field(tar, 116, "0000000");
    field(tar, 124, "%011o".formatted(content.length));
    field(tar, 136, "00000000000");
    field(tar, 148, "        ");
    field(tar, 156, "0");
    field(tar, 257, "ustar\0" + "00");
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += tar[i] & 0xff;
    }
    field(tar, 148, "%06o\0".formatted(sum));
    System.arraycopy(content, 0, tar, BLOCK, content.length);
    return tar;
  }

  private static void field(byte[] tar, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }
}
