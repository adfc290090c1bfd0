package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import java.util.List;

/**
 * The bytes of an upload have none of the digests that it was closed with. The upload is gone,
 * nothing is stored.
 */
public final class DigestMismatch extends Refusal {
  private final List<Digest> given;
  private final List<Digest> calculated;

  /**
   * @param given as the client said
   * @param calculated of the bytes that were stored, one for each algorithm that was given
   */
  public DigestMismatch(List<Digest> given, List<Digest> calculated) {
    super("None of the provided layer digests match the calculated layer digest");
    this.given = List.copyOf(given);
    this.calculated = List.copyOf(calculated);
  }

  /** As the client said. */
  public List<Digest> given() {
    return given;
  }

  /** Of the bytes that were stored, one for each algorithm that was given. */
  public List<Digest> calculated() {
    return calculated;
  }
}
