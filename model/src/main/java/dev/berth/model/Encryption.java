package dev.berth.model;

import java.util.Optional;

/**
 * How a repository asks for its layers to be encrypted at rest; fixed for its life (ECR API, {@code
 * EncryptionConfiguration}).
 *
 * @param type the kind asked for
 * @param kmsKey the ARN of the key that {@link Type#KMS} and {@link Type#KMS_DSSE} use; empty with
 *     AES256
 */
public record Encryption(Type type, Optional<String> kmsKey) {
  /** What a repository has when nothing was asked for. */
  public static final Encryption AES256 = new Encryption(Type.AES256, Optional.empty());

  /** The kinds, spelled as on the wire. */
  public enum Type {
    AES256,
    KMS,
    KMS_DSSE
  }

  /**
   * What two repositories must share before they may share bytes: empty for AES256, else the key's
   * ARN.
   */
  public String sharingKey() {
    return kmsKey.orElse("");
  }
}
