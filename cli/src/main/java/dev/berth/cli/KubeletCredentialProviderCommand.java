package dev.berth.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code berth kubelet-credential-provider}: answers the kubelet's CredentialProviderRequest of
 * {@code credentialprovider.kubelet.k8s.io/v1} with a login for the image's registry. When the
 * kubelet passes a service account's token, the login is of the role that the account is annotated
 * with.
 */
@Command(
    name = "kubelet-credential-provider",
    mixinStandardHelpOptions = true,
    description = {
      "Answer a CredentialProviderRequest of the kubelet on standard input.",
      "Endpoint and credentials come from options, the AWS environment, a web identity token file,"
          + " or the AWS profile; with a service account's token, from the role in its annotation"
          + " berth.dev/role-arn or eks.amazonaws.com/role-arn."
    })
final class KubeletCredentialProviderCommand implements Callable<Integer> {
  private static final String API = "credentialprovider.kubelet.k8s.io/v1";
  private static final String[] ROLE_ANNOTATIONS = {
    "berth.dev/role-arn", "eks.amazonaws.com/role-arn"
  };
  private static final int LONGEST = 1024 * 1024;
  private static final int FAILED = 1;

  /** The kubelet asks again so long before a login ends: pulls in between still work. */
  private static final Duration MARGIN = Duration.ofMinutes(15);

  @Mixin private Endpoint endpoint = new Endpoint();

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonMapper json = new JsonMapper();
    JsonNode request;
    try {
      request = json.readTree(new String(System.in.readNBytes(LONGEST), StandardCharsets.UTF_8));
    } catch (JacksonException _) {
      System.err.println("Standard input holds no CredentialProviderRequest.");
      return FAILED;
    }
    if (!request.path("apiVersion").asString("").equals(API)
        || !request.path("kind").asString("").equals("CredentialProviderRequest")) {
      System.err.println("Only a CredentialProviderRequest of " + API + " is answered.");
      return FAILED;
    }
    String host = request.path("image").asString("").split("/", 2)[0];
    System.out.println(json.writeValueAsString(answer(json, login(request), host)));
    return 0;
  }

  private DockerLogin login(JsonNode request) throws InterruptedException {
    String token = request.path("serviceAccountToken").asString("");
    if (token.isEmpty()) {
      return DockerLogin.ask(endpoint.access(System.getenv()));
    }
    String role =
        role(request.path("serviceAccountAnnotations"))
            .orElseThrow(
                () ->
                    new EndpointFailed(
                        "The service account has no annotation %s that names a role."
                            .formatted(ROLE_ANNOTATIONS[0])));
    return DockerLogin.ask(endpoint.accessWith(System.getenv(), role, "kubelet", token));
  }

  private static Optional<String> role(JsonNode annotations) {
    for (String annotation : ROLE_ANNOTATIONS) {
      String role = annotations.path(annotation).asString("");
      if (!role.isEmpty()) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  private static ObjectNode answer(JsonMapper json, DockerLogin login, String host) {
    Duration left = Duration.between(Clock.systemUTC().instant(), login.expiresAt()).minus(MARGIN);
    ObjectNode answer = json.createObjectNode();
    answer.put("kind", "CredentialProviderResponse").put("apiVersion", API);
    answer.put("cacheKeyType", "Registry");
    answer.put("cacheDuration", Math.max(0, left.toSeconds()) + "s");
    ObjectNode auth = answer.putObject("auth");
    if (login.isFor(host)) {
      auth.putObject(host).put("username", login.user()).put("password", login.password());
    }
    return answer;
  }
}
