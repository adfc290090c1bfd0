package dev.berth.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A login of docker, fresh from GetAuthorizationToken. The password never shows itself.
 *
 * @param user {@code AWS}
 * @param password the registry token
 * @param expiresAt when it ends
 * @param endpoint the address that the server says it is for
 * @param asked the address that was asked
 */
record DockerLogin(String user, String password, Instant expiresAt, URI endpoint, URI asked) {
  private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.";
  private static final Pattern REGISTRY = Pattern.compile("[0-9]{12}(\\.dkr[.-]ecr[.-].+)");

  /**
   * Asks for one.
   *
   * @throws EndpointFailed when nobody answers, or the answer is a refusal
   */
  static DockerLogin ask(Endpoint.Access access) throws InterruptedException {
    JsonNode data =
        new AwsJson(access, "ecr", TARGET)
            .call("GetAuthorizationToken", Map.of())
            .at("/authorizationData/0");
    String decoded =
        new String(
            Base64.getDecoder().decode(data.path("authorizationToken").asString("")),
            StandardCharsets.UTF_8);
    int colon = decoded.indexOf(':');
    if (colon < 0) {
      throw new EndpointFailed("What answers at %s gives no login.".formatted(access.endpoint()));
    }
    return new DockerLogin(
        decoded.substring(0, colon),
        decoded.substring(colon + 1),
        Instant.ofEpochMilli((long) (data.path("expiresAt").asDouble(0) * 1000)),
        URI.create(data.path("proxyEndpoint").asString("")),
        access.endpoint());
  }

  /**
   * Whether the login is meant for a registry of that name: the server that was asked, under either
   * of its names, or another account's registry beside it. Nobody else is given it.
   *
   * @param host with an optional port
   */
  boolean isFor(String host) {
    String own = String.valueOf(endpoint.getRawAuthority());
    boolean beside =
        REGISTRY.matcher(own).matches()
            && REGISTRY.matcher(host).matches()
            && tail(host).equals(tail(own));
    return beside || hosts().stream().anyMatch(host::equalsIgnoreCase);
  }

  private static String tail(String host) {
    var matcher = REGISTRY.matcher(host);
    return matcher.matches() ? matcher.group(1) : host;
  }

  /** The names of the server itself. */
  List<String> hosts() {
    return List.of(
        String.valueOf(endpoint.getRawAuthority()), String.valueOf(asked.getRawAuthority()));
  }

  @Override
  public String toString() {
    return "DockerLogin[" + endpoint + " until " + expiresAt + "]";
  }
}
