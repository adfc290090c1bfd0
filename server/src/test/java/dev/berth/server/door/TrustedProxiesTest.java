package dev.berth.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.server.config.AddressRange;
import dev.berth.server.config.Config;
import dev.berth.server.config.ConfigKey;
import dev.berth.server.config.ConfigReader;
import dev.berth.server.config.ConfigText;
import dev.berth.wire.door.NotAdmitted.UnreadableForwarding;
import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.RequestBody;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IAM dossier 4.7: {@code aws:SourceIp} is the peer's address, or a trusted proxy's word. */
class TrustedProxiesTest {
  private static final TrustedProxies PROXIES = trusting("10.0.0.0/8,2001:db8::/32");

  private static TrustedProxies trusting(String ranges) {
    Config config = ConfigReader.read(new ConfigText().set(ConfigKey.TRUSTED_PROXIES, ranges));
    return new TrustedProxies(config.trustedProxies());
  }

  private static Request from(String peer, String... fields) {
    List<Headers.Field> headers = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(new Headers.Field(fields[i], fields[i + 1]));
    }
    return new Request(
        new UUID(0, 1),
        "GET",
        new Request.Target("inside:5000", "/v2/", "n=1"),
        Headers.of(headers),
        new NoBody(),
        InetAddress.ofLiteral(peer),
        false);
  }

  @Test
  void a_trusted_proxy_says_who_called_and_how() {
    Request sent =
        PROXIES.asSent(
            from(
                "10.1.2.3",
                "X-Forwarded-For",
                "203.0.113.9",
                "x-forwarded-proto",
                "HTTPS",
                "X-Forwarded-Host",
                "registry.example.org:8443"));

    assertThat(sent.peer()).isEqualTo(InetAddress.ofLiteral("203.0.113.9"));
    assertThat(sent.tls()).isTrue();
    assertThat(sent.target())
        .isEqualTo(new Request.Target("registry.example.org:8443", "/v2/", "n=1"));
  }

  @Test
  void anybody_else_is_not_believed() {
    Request forged =
        from(
            "203.0.113.9",
            "X-Forwarded-For",
            "127.0.0.1",
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "000000000000.dkr.ecr.us-east-1.amazonaws.com");

    assertThat(PROXIES.asSent(forged)).isSameAs(forged);
    assertThat(new TrustedProxies(List.of()).asSent(forged)).isSameAs(forged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9|203.0.113.9",
        "1.1.1.1, 203.0.113.9|203.0.113.9",
        "1.1.1.1, 203.0.113.9, 10.9.9.9|203.0.113.9",
        "not an address, 203.0.113.9, 10.9.9.9|203.0.113.9",
        "10.9.9.9, 10.8.8.8|10.9.9.9",
        "203.0.113.9:4711|203.0.113.9",
        "2001:db9::1|2001:db9::1",
        "[2001:db9::1]|2001:db9::1",
        "[2001:db9::1]:443|2001:db9::1",
        "203.0.113.9, 2001:db8::7|203.0.113.9",
        "203.0.113.9, ::ffff:10.0.0.7|203.0.113.9",
      })
  void the_last_address_that_is_no_trusted_proxy_is_the_client(String value, String client) {
    assertThat(PROXIES.asSent(from("10.1.2.3", "X-Forwarded-For", value)).peer())
        .isEqualTo(InetAddress.ofLiteral(client));
  }

  @Test
  void several_fields_are_one_list() {
    Request sent =
        PROXIES.asSent(
            from(
                "10.1.2.3",
                "X-Forwarded-For",
                "1.1.1.1",
                "X-Forwarded-For",
                "203.0.113.9",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Proto",
                "http"));

    assertThat(sent.peer()).isEqualTo(InetAddress.ofLiteral("203.0.113.9"));
    assertThat(sent.tls()).isFalse();
  }

  @Test
  void what_a_proxy_does_not_say_stays_as_it_is() {
    Request sent = PROXIES.asSent(from("10.1.2.3"));

    assertThat(sent.peer()).isEqualTo(InetAddress.ofLiteral("10.1.2.3"));
    assertThat(sent.tls()).isFalse();
    assertThat(sent.target().host()).isEqualTo("inside:5000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "_hidden",
        "203.0.113",
        "203.0.113.256",
        "127",
        "localhost",
        "203.0.113.9, ",
        "203.0.113.9:",
        "fe80::1%eth0",
        "[203.0.113.9",
        "2001:db9::1::2",
      })
  void an_address_that_cannot_be_read_is_refused(String value) {
    assertThatThrownBy(() -> PROXIES.asSent(from("10.1.2.3", "X-Forwarded-For", value)))
        .isInstanceOf(UnreadableForwarding.class)
        .hasMessageContaining("X-Forwarded-For");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Proto,ftp",
    "X-Forwarded-Proto,''",
    "X-Forwarded-Proto,'https,'",
    "X-Forwarded-Host,a b",
    "X-Forwarded-Host,a/b",
    "X-Forwarded-Host,''",
  })
  void a_scheme_or_host_that_cannot_be_read_is_refused(String field, String value) {
    assertThatThrownBy(() -> PROXIES.asSent(from("10.1.2.3", field, value)))
        .isInstanceOf(UnreadableForwarding.class)
        .hasMessageContaining(field);
  }

  @Test
  void a_range_is_what_its_prefix_says() {
    AddressRange range = new AddressRange(InetAddress.ofLiteral("192.168.4.0"), 22);

    assertThat(range.contains(InetAddress.ofLiteral("192.168.7.255"))).isTrue();
    assertThat(range.contains(InetAddress.ofLiteral("192.168.8.0"))).isFalse();
    assertThat(range.contains(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(
            new AddressRange(InetAddress.ofLiteral("::"), 0).contains(InetAddress.ofLiteral("::1")))
        .isTrue();
  }

  /** A body of nothing. */
  private static final class NoBody implements RequestBody {
    @Override
    public OptionalLong length() {
      return OptionalLong.of(0);
    }

    @Override
    public int read(ByteBuffer into) {
      return -1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
