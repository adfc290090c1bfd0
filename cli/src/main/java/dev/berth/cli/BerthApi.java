package dev.berth.cli;

import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Calls Berth's own API ({@code Berth_20261101}) of a running server. */
final class BerthApi {
  private static final Duration LONG_WORK = Duration.ofMinutes(10);

  private final AwsJson api;

  BerthApi(Endpoint.Access access) {
    api = new AwsJson(access, "berth", "Berth_20261101.");
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
   * @param input its members by name
   * @throws EndpointFailed when nobody answers, or the answer is a refusal
   */
  JsonNode call(String operation, Map<String, ?> input) throws InterruptedException {
    return api.call(operation, input);
  }

  /**
   * Calls an operation that may be at work for minutes: all images of a repository in one commit.
   *
   * @throws EndpointFailed when nobody answers, or the answer is a refusal
   */
  JsonNode callPatiently(String operation, Map<String, ?> input) throws InterruptedException {
    return api.call(operation, input, LONG_WORK);
  }
}
