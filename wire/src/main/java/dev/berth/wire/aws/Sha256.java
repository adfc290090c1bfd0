package dev.berth.wire.aws;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that signatures cover bodies with. */
public final class Sha256 {
  private Sha256() {}

  /** A hash of nothing yet. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
