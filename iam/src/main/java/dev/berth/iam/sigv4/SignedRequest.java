package dev.berth.iam.sigv4;

import java.util.List;
import java.util.Optional;

/**
 * What a signature covers besides the body, exactly as it was received (IAM dossier 2.2). The
 * dispatcher must read the same object, so that what was signed is what is done.
 *
 * @param method such as {@code POST}
 * @param host the Host field or, over HTTP/2, {@code :authority}; with the port when the client
 *     sent one
 * @param rawPath the path before any decoding; {@code /} when empty
 * @param rawQuery what follows the question mark, before any decoding; empty when there is none
 * @param headers every field, repeated ones too, in the order of arrival
 */
public record SignedRequest(
    String method, String host, String rawPath, String rawQuery, List<Field> headers) {

  /**
   * One header field.
   *
   * @param name in any case
   * @param value as received, but for the blanks around it, which are dropped
   */
  public record Field(String name, String value) {
    public Field {
      value = value.strip();
    }
  }

  public SignedRequest {
    headers = List.copyOf(headers);
  }

  /** The value of the first field of that name, in any case. */
  Optional<String> header(String name) {
    for (Field field : headers) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /** Method and path only: the rest carries credentials. */
  @Override
  public String toString() {
    return method + " " + rawPath;
  }
}
