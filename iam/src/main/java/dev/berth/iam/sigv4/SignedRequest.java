package dev.berth.iam.sigv4;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** The same with one more field. */
  SignedRequest with(Field field) {
    List<Field> more = new ArrayList<>(headers);
    more.add(field);
    return new SignedRequest(method, host, rawPath, rawQuery, more);
  }

  /**
   * The names of all fields and the host, as a client signs them: lower case, each once, sorted.
   */
  List<String> signableNames() {
    return Stream.concat(Stream.of("host"), headers.stream().map(Field::name))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .distinct()
        .sorted()
        .toList();
  }

  /** Method and path only: the rest carries credentials. */
  @Override
  public String toString() {
    return method + " " + rawPath;
  }
}
