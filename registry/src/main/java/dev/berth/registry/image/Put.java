package dev.berth.registry.image;

import dev.berth.model.Image;
import dev.berth.model.Manifest;

/**
 * What came of putting an image.
 *
 * @param outcome what changed
 * @param image as it is stored now
 * @param manifest its bytes
 * @param nondistributable whether it has layers of OCI's deprecated non-distributable types, which
 *     are not asked for here
 */
public record Put(Outcome outcome, Image image, Manifest manifest, boolean nondistributable) {

  /** What changed. */
  public enum Outcome {
    /** The image is new (P1 to P3). */
    CREATED,
    /** The image was there; a tag is new or moved (P7). */
    RETAGGED,
    /** The image was archived or on its way back, and is active now (P14). */
    RESTORED,
    /**
     * The image was there, and its tags too (P5, P6): an error to PutImage, success to {@code
     * /v2/}.
     */
    ALREADY
  }
}
