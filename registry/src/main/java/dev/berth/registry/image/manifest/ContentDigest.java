package dev.berth.registry.image.manifest;

import dev.berth.model.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Digests of content that is small enough to be in memory: manifests, and what descriptors embed.
 */
public final class ContentDigest {
  private ContentDigest() {}

  /** The digest of these bytes. */
  public static Digest of(Digest.Algorithm algorithm, byte[] content) {
    try {
      return Digest.of(algorithm, MessageDigest.getInstance(algorithm.jcaName()).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm.jcaName(), e);
    }
  }
}
