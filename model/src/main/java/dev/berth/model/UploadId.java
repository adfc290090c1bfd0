package dev.berth.model;

import java.util.UUID;

/**
 * The name of an upload, unguessable, good in one repository.
 *
 * @param value a random UUID
 */
public record UploadId(UUID value) {

  /** Parses the lower-case form of 36 characters; anything else is {@link Malformed}. */
  public static UploadId parse(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text)) {
        return new UploadId(uuid);
      }
    } catch (IllegalArgumentException _) {
      // UUID.fromString accepts short groups too, so both ways out meet below
    }
    throw new Malformed("upload id", text, "it is a lower-case UUID");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
