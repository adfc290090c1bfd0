package dev.berth.metadata;

import dev.berth.model.Image;

/**
 * An image whose manifest names another as its subject (OCI distribution-spec, "Listing
 * Referrers").
 *
 * @param image the one that refers
 * @param manifest its exact bytes, for the annotations in them; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the row to one parser, never compared
public record Referrer(Image image, byte[] manifest) {
  @Override
  public String toString() {
    return "Referrer[%s, %d bytes]".formatted(image, manifest.length);
  }
}
