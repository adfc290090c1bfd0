package dev.berth.cli;

import dev.berth.iam.sigv4.SignedRequest;
import dev.berth.iam.sigv4.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls Berth's own API ({@code Berth_20261101}) of a running server. */
final class BerthApi {
  private static final String SERVICE = "berth";
  private static final String TARGET = "Berth_20261101.";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final Endpoint.Access access;
  private final JsonMapper json = new JsonMapper();

  BerthApi(Endpoint.Access access) {
    this.access = access;
  }

  /**
   * Calls an operation that takes no input.
   *
   * @throws EndpointFailed when nobody answers, or the answer is a refusal
   */
  JsonNode call(String operation) throws InterruptedException {
    return call(operation, Map.of());
  }

  /**
   * Calls an operation.
   *
   * @param input members that are texts
   * @throws EndpointFailed when nobody answers, or the answer is a refusal
   */
  JsonNode call(String operation, Map<String, String> input) throws InterruptedException {
    byte[] body = json.writeValueAsBytes(input);
    URI uri = access.endpoint().resolve("/");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    List<SignedRequest.Field> fields =
        List.of(
            new SignedRequest.Field("Content-Type", "application/x-amz-json-1.1"),
            new SignedRequest.Field("X-Amz-Target", TARGET + operation));
    fields.forEach(field -> request.header(field.name(), field.value()));
    new Signer(access.accessKeyId(), access.secret(), access.region(), SERVICE)
        .sign(
            new SignedRequest("POST", uri.getRawAuthority(), "/", "", fields),
            body,
            Clock.systemUTC().instant())
        .forEach(field -> request.header(field.name(), field.value()));
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      JsonNode answer = json.readTree(response.body());
      if (response.statusCode() != OK) {
        throw new EndpointFailed(
            "%s refused: %s (%s)"
                .formatted(
                    access.endpoint(),
                    answer.path("message").asString(""),
                    answer.path("__type").asString("")));
      }
      return answer;
    } catch (IOException e) {
      throw new EndpointFailed("No Berth answers at %s: %s.".formatted(access.endpoint(), e));
    } catch (JacksonException _) {
      throw new EndpointFailed("What answers at %s is no Berth.".formatted(access.endpoint()));
    }
  }
}
