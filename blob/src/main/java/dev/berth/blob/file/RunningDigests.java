package dev.berth.blob.file;

import dev.berth.model.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Digests that have taken every byte of a blob so far. An algorithm that has not is not among them,
 * and joins once it has caught up. Used by one thread at a time.
 */
final class RunningDigests {
  private final Map<Digest.Algorithm, MessageDigest> running =
      new EnumMap<>(Digest.Algorithm.class);

  /** For a blob without a byte: SHA-256, which nearly every client asks for. */
  static RunningDigests ofNothing() {
    RunningDigests digests = new RunningDigests();
    digests.join(Digest.Algorithm.SHA256, fresh(Digest.Algorithm.SHA256));
    return digests;
  }

  /** For a blob whose bytes nobody here has seen. */
  static RunningDigests none() {
    return new RunningDigests();
  }

  /** A digest that has taken nothing yet. */
  static MessageDigest fresh(Digest.Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.jcaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-2", e);
    }
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /** Takes the next bytes of the blob. */
  void update(ByteBuffer bytes) {
    for (MessageDigest digest : running.values()) {
      digest.update(bytes.duplicate());
    }
  }

  /** Adds one that has taken every byte so far. */
  void join(Digest.Algorithm algorithm, MessageDigest caughtUp) {
    running.put(algorithm, caughtUp);
  }

  /** The digest of the bytes so far, if it runs along; it goes on running. */
  Optional<Digest> value(Digest.Algorithm algorithm) {
    return Optional.ofNullable(running.get(algorithm))
        .map(digest -> Digest.of(algorithm, copy(digest).digest()));
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the digests of the Java runtime can be copied", e);
    }
  }
}
