package dev.berth.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.identity.gate.Organization;
import dev.berth.identity.oidc.IssuerSettings;
import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.registry.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigReaderTest {
  @TempDir private Path folder;

  @Test
  void nothing_said_is_a_registry_on_loopback() {
    Config config = ConfigReader.read(new ConfigText());

    assertThat(config)
        .isEqualTo(
            new Config(
                Path.of("./berth-data"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000),
                false,
                List.of(),
                new Config.WrongCredentials(100, 20),
                Optional.empty(),
                List.of(new AccountId("000000000000")),
                List.of(new Region("us-east-1")),
                Organization.NONE,
                new Config.Naming("amazonaws.com", "localhost:{port}", "http://localhost:{port}"),
                new ReserveSize(1L << 30, 2),
                Duration.ofHours(24),
                Duration.ofDays(7),
                Duration.ofMinutes(1),
                List.of(),
                new Config.Login(false, false),
                new Config.Audit(true, Duration.ofDays(90)),
                Limits.DEFAULT,
                Map.of(),
                new Config.Events(
                    Duration.ofDays(7), 1_000_000, false, List.of(), Duration.ofDays(1)),
                new Config.Metrics(Optional.empty(), false),
                false));
  }

  @Test
  void every_key_is_read_from_the_file() throws IOException {
    Config config =
        ConfigReader.read(
            new ConfigText()
                .file(
                    file(
                        """
                        data: /srv/berth
                        listen: 10.0.0.1:443
                        plain-http: false
                        trusted-proxies: [10.0.0.0/8]
                        wrong-credentials:
                          per-source: 1000
                          per-key: 0
                        tls:
                          certificate: /etc/berth/tls.crt
                          key: /etc/berth/tls.key
                          self-signed: false
                        accounts: ["111111111111", "222222222222"]
                        regions: [eu-central-1, here-1]
                        domain: example.org
                        registry-host: "{account}.registry.example.org"
                        proxy-endpoint: "https://registry.example.org"
                        disk:
                          reserve: 20GB
                        gc:
                          grace: 3d
                        undo:
                          window: 14d
                        archive:
                          activation: 20m
                        oidc:
                          issuers:
                            - url: https://issuer.example
                              keys-file: /etc/berth/keys.json
                              private-network: true
                        login:
                          access-keys: true
                          web-identity: true
                        audit:
                          reads: false
                          keep: 7d
                        oci:
                          strict-ecr: true
                        """)));

    assertThat(config)
        .isEqualTo(
            new Config(
                Path.of("/srv/berth"),
                new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 443),
                false,
                List.of(new AddressRange(InetAddress.ofLiteral("10.0.0.0"), 8)),
                new Config.WrongCredentials(1000, 0),
                Optional.of(
                    new Config.Tls.Files(
                        Path.of("/etc/berth/tls.crt"), Path.of("/etc/berth/tls.key"))),
                List.of(new AccountId("111111111111"), new AccountId("222222222222")),
                List.of(new Region("eu-central-1"), new Region("here-1")),
                Organization.NONE,
                new Config.Naming(
                    "example.org",
                    "{account}.registry.example.org",
                    "https://registry.example.org"),
                new ReserveSize(20_000_000_000L, 0),
                Duration.ofDays(3),
                Duration.ofDays(14),
                Duration.ofMinutes(20),
                List.of(
                    new IssuerSettings(
                        "https://issuer.example",
                        Optional.of(Path.of("/etc/berth/keys.json")),
                        false,
                        true)),
                new Config.Login(true, true),
                new Config.Audit(false, Duration.ofDays(7)),
                Limits.DEFAULT,
                Map.of(),
                new Config.Events(
                    Duration.ofDays(7), 1_000_000, false, List.of(), Duration.ofDays(1)),
                new Config.Metrics(Optional.empty(), false),
                true));
  }

  @Test
  void flags_stand_above_the_environment_and_that_above_the_file() throws IOException {
    Path file = file("domain: file.example\nregions: [file-1]\nlisten: 127.0.0.1:1\n");

    Config config =
        ConfigReader.read(
            new ConfigText()
                .file(file)
                .environment(Map.of("BERTH_DOMAIN", "env.example", "BERTH_REGIONS", "env-1"))
                .set(ConfigKey.REGIONS, "flag-1"));

    assertThat(config.naming().domain()).isEqualTo("env.example");
    assertThat(config.defaultRegion()).isEqualTo(new Region("flag-1"));
    assertThat(config.listen().getPort()).isEqualTo(1);
  }

  @Test
  void the_undo_window_is_a_week_and_may_be_nothing_or_up_to_ninety_days() {
    assertThat(ConfigReader.read(new ConfigText()).undoWindow()).isEqualTo(Duration.ofDays(7));
    for (String none : List.of("0", "0s", "0d")) {
      assertThat(ConfigReader.read(new ConfigText().set(ConfigKey.UNDO_WINDOW, none)).undoWindow())
          .isZero();
    }
    assertThat(ConfigReader.read(new ConfigText().set(ConfigKey.UNDO_WINDOW, "90d")).undoWindow())
        .isEqualTo(Duration.ofDays(90));
    for (String window : List.of("91d", "7", "-1d", "00")) {
      assertThatThrownBy(
              () -> ConfigReader.read(new ConfigText().set(ConfigKey.UNDO_WINDOW, window)))
          .isInstanceOf(ConfigMistakes.class)
          .hasMessageStartingWith("undo.window: '%s' is no time: ".formatted(window));
    }
  }

  @Test
  void a_grace_that_is_no_time_or_too_short_is_refused() {
    for (String grace : List.of("", "24", "h", "-3h", "1.5d", "119m", "0h", "99999999999h")) {
      assertThatThrownBy(() -> ConfigReader.read(new ConfigText().set(ConfigKey.GC_GRACE, grace)))
          .isInstanceOf(ConfigMistakes.class)
          .hasMessageStartingWith("gc.grace: '%s' is no time: ".formatted(grace));
    }
    assertThat(ConfigReader.read(new ConfigText().set(ConfigKey.GC_GRACE, "120m")).grace())
        .isEqualTo(Duration.ofHours(2));
  }

  @Test
  void every_key_has_its_environment_variable() {
    assertThat(ConfigKey.TLS_SELF_SIGNED.environmentVariable()).isEqualTo("BERTH_TLS_SELF_SIGNED");
    assertThat(ConfigKey.PLAIN_HTTP.environmentVariable()).isEqualTo("BERTH_PLAIN_HTTP");
  }

  @Test
  void an_unknown_key_stops_the_start_and_names_the_nearest() throws IOException {
    assertThatThrownBy(
            () -> ConfigReader.read(new ConfigText().file(file("tls:\n  certificat: x\n"))))
        .isInstanceOf(ConfigMistakes.class)
        .hasMessage("tls.certificat: there is no such key; the nearest is tls.certificate");
  }

  @Test
  void all_mistakes_are_said_at_once() throws IOException {
    Path file = file("listen: nowhere\naccounts: [\"12\"]\noci:\n  strict-ecr: maybe\n");

    assertThatThrownBy(() -> ConfigReader.read(new ConfigText().file(file)))
        .isInstanceOfSatisfying(
            ConfigMistakes.class,
            mistakes ->
                assertThat(mistakes.mistakes())
                    .containsExactly(
                        "listen: 'nowhere' has the form address:port",
                        "accounts: '12' is no account id: it has 12 digits",
                        "oci.strict-ecr: 'maybe' is neither true nor false"));
  }

  @Test
  void plain_http_beyond_loopback_is_refused_unless_asked_for_by_name() {
    ConfigText open = new ConfigText().set(ConfigKey.LISTEN, "0.0.0.0:5000");

    assertThatThrownBy(() -> ConfigReader.read(open))
        .isInstanceOf(ConfigMistakes.class)
        .hasMessageContaining("passwords would go over the network readable");
    assertThat(ConfigReader.read(open.set(ConfigKey.PLAIN_HTTP, "true")).naming())
        .isEqualTo(
            new Config.Naming(
                "amazonaws.com",
                "{account}.dkr.ecr.{region}.{domain}",
                "http://{account}.dkr.ecr.{region}.{domain}"));
  }

  @Test
  void a_proxy_that_ends_tls_makes_plain_http_beyond_loopback_a_start() {
    Config config =
        ConfigReader.read(
            new ConfigText()
                .set(ConfigKey.LISTEN, "0.0.0.0:5000")
                .set(ConfigKey.TRUSTED_PROXIES, "10.0.0.7, 2001:db8::/32"));

    assertThat(config.plainHttp()).isFalse();
    assertThat(config.trustedProxies())
        .asString()
        .isEqualTo("[10.0.0.7/32, 2001:db8:0:0:0:0:0:0/32]");
  }

  @Test
  void a_trusted_proxy_is_an_address_or_a_range_and_never_a_name() {
    for (String range :
        List.of(
            "proxy", "10.0.0", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "::/129", "fe80::%1")) {
      assertThatThrownBy(
              () -> ConfigReader.read(new ConfigText().set(ConfigKey.TRUSTED_PROXIES, range)))
          .as(range)
          .isInstanceOf(ConfigMistakes.class)
          .hasMessageStartingWith("trusted-proxies: ");
    }
  }

  @Test
  void tls_needs_both_files_or_neither() {
    assertThatThrownBy(() -> ConfigReader.read(new ConfigText().set(ConfigKey.TLS_KEY, "key.pem")))
        .hasMessage("tls.certificate and tls.key: one is set without the other; set both");
  }

  @Test
  void what_is_no_yaml_is_refused() throws IOException {
    assertThatThrownBy(() -> ConfigReader.read(new ConfigText().file(file("listen: [1"))))
        .isInstanceOf(ConfigMistakes.class)
        .hasMessageContaining("the configuration is not YAML");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("berth.yaml"), text);
  }
}
