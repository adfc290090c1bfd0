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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a service of a running server that speaks AWS JSON 1.1, signed. */
final class AwsJson {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final Endpoint.Access access;
  private final String service;
  private final String target;
  private final JsonMapper json = new JsonMapper();

  /**
   * A service.
   *
   * @param service its signing name
   * @param target what stands before an operation's name in {@code X-Amz-Target}
   */
  AwsJson(Endpoint.Access access, String service, String target) {
    this.access = access;
    this.service = service;
    this.target = target;
  }

  /**
   * Calls an operation.
   *
   * @throws EndpointFailed when nobody answers, or the answer is a refusal
   */
  JsonNode call(String operation, Map<String, ?> input) throws InterruptedException {
    return call(operation, input, PATIENCE);
  }

  /** The same, waiting so long for the answer. */
  JsonNode call(String operation, Map<String, ?> input, Duration patience)
      throws InterruptedException {
    byte[] body = json.writeValueAsBytes(input);
    URI uri = access.endpoint().resolve("/");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(patience)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    List<SignedRequest.Field> fields = fields(operation);
    fields.forEach(field -> request.header(field.name(), field.value()));
    new Signer(access.accessKeyId(), access.secret(), access.region(), service)
        .sign(
            new SignedRequest("POST", uri.getRawAuthority(), "/", "", fields),
            body,
            Clock.systemUTC().instant())
        .forEach(field -> request.header(field.name(), field.value()));
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new EndpointFailed("No Berth answers at %s: %s.".formatted(access.endpoint(), e));
    } catch (JacksonException _) {
      throw new EndpointFailed("What answers at %s is no Berth.".formatted(access.endpoint()));
    }
  }

  private List<SignedRequest.Field> fields(String operation) {
    List<SignedRequest.Field> fields = new ArrayList<>();
    fields.add(new SignedRequest.Field("Content-Type", "application/x-amz-json-1.1"));
    fields.add(new SignedRequest.Field("X-Amz-Target", target + operation));
    access
        .sessionToken()
        .ifPresent(token -> fields.add(new SignedRequest.Field("X-Amz-Security-Token", token)));
    return List.copyOf(fields);
  }

  private JsonNode answer(HttpResponse<String> response) {
    JsonNode answer = json.readTree(response.body());
    if (response.statusCode() != OK) {
      String code = answer.path("__type").asString("");
      throw new EndpointFailed(
          "%s refused: %s (%s)"
              .formatted(access.endpoint(), answer.path("message").asString(""), code),
          code);
    }
    return answer;
  }
}
