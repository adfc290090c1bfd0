package dev.berth.blob.file;

import dev.berth.model.Digest;
import dev.berth.model.Digester;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Digests that have taken every byte of a blob so far. An algorithm that has not is not among them,
 * and joins once it has caught up. Used by one thread at a time.
 */
final class RunningDigests {
  private final Map<Digest.Algorithm, Digester> running = new EnumMap<>(Digest.Algorithm.class);

  /** For a blob without a byte: SHA-256, which nearly every client asks for. */
  static RunningDigests ofNothing() {
    RunningDigests digests = new RunningDigests();
    digests.join(Digest.Algorithm.SHA256, Digester.of(Digest.Algorithm.SHA256));
    return digests;
  }

  /** For a blob whose bytes nobody here has seen. */
  static RunningDigests none() {
    return new RunningDigests();
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /** Takes the next bytes of the blob. */
  void update(ByteBuffer bytes) {
    for (Digester digest : running.values()) {
      digest.update(bytes);
    }
  }

  /** Adds one that has taken every byte so far. */
  void join(Digest.Algorithm algorithm, Digester caughtUp) {
    running.put(algorithm, caughtUp);
  }

  /** The digest of the bytes so far, if it runs along; it goes on running. */
  Optional<Digest> value(Digest.Algorithm algorithm) {
    return Optional.ofNullable(running.get(algorithm)).map(Digester::digest);
  }
}
