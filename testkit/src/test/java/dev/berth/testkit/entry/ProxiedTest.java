package dev.berth.testkit.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.berth.iam.Gate;
import dev.berth.iam.RequestContext;
import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * What a proxy says about a request is believed when it is one of {@code trusted-proxies}, and of
 * nobody else (IAM dossier 4.7). The client of these tests stands where the proxy would.
 */
class ProxiedTest {
  private static final String CLIENT = "203.0.113.9";
  private static final String OTHER = "222222222222";
  private static final String OTHER_HOST = OTHER + ".dkr.ecr.us-east-1.amazonaws.com";
  private static final String[] SAID = {
    "X-Forwarded-For", "198.51.100.1, " + CLIENT,
    "X-Forwarded-Proto", "https",
    "X-Forwarded-Host", "registry.example.org:8443",
    "User-Agent", "a proxied client"
  };

  @TempDir private Path data;
  private final List<RequestContext> asked = new CopyOnWriteArrayList<>();
  private final List<RunningBerth> running = new ArrayList<>();

  private RegistryClient start(String trusted) {
    RunningBerth berth =
        RunningBerth.on(
            data,
            settings ->
                settings
                    .set(ConfigKey.TRUSTED_PROXIES, trusted)
                    .set(ConfigKey.ACCOUNTS, "000000000000," + OTHER)
                    .set(ConfigKey.OCI_STRICT_ECR, "true"),
            Clock.systemUTC(),
            this::listening);
    running.add(berth);
    berth.createRepository("app");
    RegistryClient client = RegistryClient.of(berth);
    asked.clear();
    return client;
  }

  private Gate listening(Gate gate) {
    return (principal, demands, context) -> {
      asked.add(context);
      return gate.decide(principal, demands, context);
    };
  }

  @AfterEach
  void stop() {
    berth().close();
  }

  private RunningBerth berth() {
    return running.getLast();
  }

  @Test
  void conditions_see_the_client_behind_a_trusted_proxy() {
    start("127.0.0.1").send("GET", "/v2/app/tags/list", SAID);

    RequestContext context = asked.getLast();
    assertThat(context.source()).isEqualTo(InetAddress.ofLiteral(CLIENT));
    assertThat(context.secureTransport()).isTrue();
    assertThat(context.userAgent()).contains("a proxied client");
  }

  @Test
  void conditions_see_the_peer_where_nobody_is_trusted() {
    start("10.0.0.0/8").send("GET", "/v2/app/tags/list", SAID);

    RequestContext context = asked.getLast();
    assertThat(context.source().isLoopbackAddress()).isTrue();
    assertThat(context.secureTransport()).isFalse();
  }

  @Test
  void addresses_in_answers_are_those_of_the_client() {
    RegistryClient client = start("127.0.0.1");
    RegistryClient anonymous = RegistryClient.anonymous(berth().endpoint());

    assertThat(anonymous.send("GET", "/v2/", SAID).header("Www-Authenticate"))
        .startsWith("Basic realm=\"https://registry.example.org:8443/\"");
    assertThat(client.send("POST", "/v2/app/blobs/uploads/", SAID).header("Location"))
        .startsWith("https://registry.example.org:8443/v2/app/blobs/uploads/");
    String digest = client.push("app", Manifests.bytes("a layer"));
    assertThat(client.send("GET", "/v2/app/blobs/" + digest, SAID).header("Location"))
        .startsWith("https://registry.example.org:8443/blob/");
  }

  @Test
  void addresses_in_answers_are_the_servers_own_where_nobody_is_trusted() {
    RegistryClient client = start("");

    assertThat(client.send("POST", "/v2/app/blobs/uploads/", SAID).header("Location"))
        .startsWith(berth().endpoint() + "/v2/app/blobs/uploads/");
    String digest = client.push("app", Manifests.bytes("a layer"));
    assertThat(client.send("GET", "/v2/app/blobs/" + digest, SAID).header("Location"))
        .startsWith(berth().endpoint() + "/blob/");
  }

  @Test
  void a_host_that_names_a_registry_is_believed_of_a_trusted_proxy() {
    Answer answer =
        start("127.0.0.1").send("GET", "/v2/app/tags/list", "X-Forwarded-Host", OTHER_HOST);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message()).contains(OTHER);
  }

  @Test
  void a_host_that_names_a_registry_is_believed_of_nobody_else() {
    Answer answer =
        start("10.0.0.0/8").send("GET", "/v2/app/tags/list", "X-Forwarded-Host", OTHER_HOST);

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void a_signature_counts_for_the_host_that_the_client_signed() {
    start("127.0.0.1");
    // the SDK signs the host that it calls; a proxy that names another one has changed the request
    try (EcrClient ecr = berth().access(new AccountId(OTHER)).ecr()) {
      assertThat(
              ecr.describeRepositories(
                      request ->
                          request.overrideConfiguration(
                              o ->
                                  o.putHeader(
                                      "X-Forwarded-Host", berth().endpoint().getAuthority())))
                  .repositories())
          .isEmpty();
      assertThat(
              catchThrowable(
                  () ->
                      ecr.describeRepositories(
                          request ->
                              request.overrideConfiguration(
                                  o -> o.putHeader("X-Forwarded-Host", "other.example.org")))))
          .hasMessageContaining("does not match the signature");
    }
  }

  @Test
  void what_a_trusted_proxy_says_and_nobody_can_read_is_refused_at_every_door() {
    RegistryClient client = start("127.0.0.1");

    for (String[] said :
        List.of(
            new String[] {"X-Forwarded-For", "unknown"},
            new String[] {"X-Forwarded-Proto", "gopher"},
            new String[] {"X-Forwarded-Host", "a b"})) {
      Answer oci = client.send("GET", "/v2/app/tags/list", said);
      assertThat(oci.status()).isEqualTo(400);
      assertThat(oci.code()).isEqualTo("UNSUPPORTED");
      assertThat(oci.message()).contains(said[0]);
      Answer json =
          client.send(
              "POST",
              "/",
              said[0],
              said[1],
              "X-Amz-Target",
              "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry");
      assertThat(json.status()).isEqualTo(400);
      assertThat(json.json().path("__type").asString()).isEqualTo("MalformedHttpRequestException");
      Answer query = client.send("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", said);
      assertThat(query.status()).isEqualTo(400);
      assertThat(query.text()).contains("<Code>MalformedHttpRequest</Code>");
      assertThat(client.send("GET", "/blob/x", said).status()).isEqualTo(400);
      assertThat(client.send("GET", "/health/live", said).status()).isEqualTo(400);
      assertThat(client.send("GET", "/", said).status()).isEqualTo(400);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void the_request_log_has_the_client_behind_a_trusted_proxy() {
    RegistryClient client = start("127.0.0.1");
    try (CapturedLog log = CapturedLog.open()) {
      client.send("GET", "/v2/app/tags/list", SAID);

      await()
          .untilAsserted(
              () ->
                  assertThat(log.lines())
                      .anyMatch(line -> line.contains("\"peer\":\"" + CLIENT + "\"")));
    }
  }
}
