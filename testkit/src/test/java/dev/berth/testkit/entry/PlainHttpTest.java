package dev.berth.testkit.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threat T12: credentials that others on the network could read are not taken. */
class PlainHttpTest {
  private static final String[] HTTPS = {"X-Forwarded-Proto", "https"};
  private static final String[] HTTP = {"X-Forwarded-Proto", "http"};

  @TempDir private Path data;
  private final List<RunningBerth> running = new ArrayList<>();

  private RegistryClient start(String listen, String plainHttp, String trusted) {
    RunningBerth berth =
        RunningBerth.on(
            data,
            settings ->
                settings
                    .set(ConfigKey.LISTEN, listen)
                    .set(ConfigKey.PLAIN_HTTP, plainHttp)
                    .set(ConfigKey.TRUSTED_PROXIES, trusted)
                    .set(ConfigKey.REGISTRY_HOST, "localhost:{port}"));
    running.add(berth);
    return RegistryClient.anonymous(berth.endpoint()).login("some password");
  }

  @AfterEach
  void stop() {
    berth().close();
  }

  private RunningBerth berth() {
    return running.getLast();
  }

  @Test
  void a_credential_over_plain_http_is_refused_at_every_door() {
    RegistryClient client = start("0.0.0.0:0", "false", "10.0.0.0/8");

    for (String[] said : new String[][] {{}, HTTPS, HTTP}) {
      Answer oci = client.send("GET", "/v2/", said);
      assertThat(oci.status()).isEqualTo(403);
      assertThat(oci.code()).isEqualTo("DENIED");
      assertThat(oci.message()).startsWith("Credentials are not taken over plain HTTP.");
    }
    Answer json = Signing.of(berth().access()).call("DescribeRegistry", "{}");
    assertThat(json.status()).isEqualTo(400);
    assertThat(json.json().path("__type").asString()).isEqualTo("AccessDeniedException");
    assertThat(json.message()).startsWith("Credentials are not taken over plain HTTP.");
    RegistryClient anonymous = RegistryClient.anonymous(berth().endpoint());
    Answer presigned =
        anonymous.send("GET", "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Signature=0123");
    assertThat(presigned.status()).isEqualTo(403);
    assertThat(presigned.text()).contains("<Code>AccessDenied</Code>");
    byte[] form = "Action=AssumeRoleWithWebIdentity".getBytes(StandardCharsets.UTF_8);
    Answer unsigned =
        anonymous.send("POST", "/", form, "Content-Type", "application/x-www-form-urlencoded");
    assertThat(unsigned.status()).isEqualTo(403);
  }

  @Test
  void what_carries_no_credential_is_answered() {
    start("0.0.0.0:0", "false", "10.0.0.0/8");
    RegistryClient anonymous = RegistryClient.anonymous(berth().endpoint());

    assertThat(anonymous.send("GET", "/health/ready").status()).isEqualTo(200);
    assertThat(anonymous.send("GET", "/v2/").status()).isEqualTo(401);
  }

  @Test
  void a_trusted_proxy_that_ends_tls_makes_it_right() {
    RegistryClient client = start("0.0.0.0:0", "false", "127.0.0.0/8");

    assertThat(client.send("GET", "/v2/", HTTPS).status()).isEqualTo(401);
    assertThat(client.send("GET", "/v2/", HTTP).status()).isEqualTo(403);
    assertThat(client.send("GET", "/v2/").status()).isEqualTo(403);
  }

  @Test
  void an_operator_may_want_it_so() {
    assertThat(start("0.0.0.0:0", "true", "").send("GET", "/v2/").status()).isEqualTo(401);
  }

  @Test
  void where_only_this_machine_listens_nobody_reads_along() {
    assertThat(start("127.0.0.1:0", "false", "").send("GET", "/v2/").status()).isEqualTo(401);
    berth().close();
    RegistryClient proxied = start("127.0.0.1:0", "false", "127.0.0.1");
    assertThat(proxied.send("GET", "/v2/", HTTP).status()).isEqualTo(401);
  }
}
