package dev.berth.testkit.oci;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server answered.
 *
 * @param status the HTTP status
 * @param headers the values of each field by its name in lower case
 * @param body the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The first value of a header field; empty text when it is missing. */
  public String header(String name) {
    return all(name).stream().findFirst().orElse("");
  }

  /** Every value of a header field, in order. */
  public List<String> all(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as JSON. */
  public JsonNode json() {
    return JSON.readTree(body);
  }

  /** The code of the first OCI error; empty text when there is none. */
  public String code() {
    return json().path("errors").path(0).path("code").asString("");
  }

  /** The message of the first OCI error, or of an AWS one; empty text when there is none. */
  public String message() {
    JsonNode oci = json().path("errors").path(0).path("message");
    return oci.isMissingNode() ? json().path("message").asString("") : oci.asString("");
  }

  /** The texts of the array of this name. */
  public List<String> texts(String array) {
    List<String> texts = new ArrayList<>();
    json().path(array).forEach(item -> texts.add(item.asString("")));
    return texts;
  }

  /** The digests that the OCI errors are about. */
  public List<String> digests() {
    List<String> digests = new ArrayList<>();
    json()
        .path("errors")
        .forEach(error -> digests.add(error.path("detail").path("digest").asString("")));
    return digests;
  }

  @Override
  public String toString() {
    return status + " " + headers + " " + text();
  }
}
