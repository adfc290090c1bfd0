package dev.berth.server.config;

import dev.berth.identity.gate.Organization;
import dev.berth.identity.oidc.IssuerSettings;
import dev.berth.model.AccountId;
import dev.berth.model.Malformed;
import dev.berth.model.Region;
import dev.berth.registry.Limits;
import dev.berth.registry.Retention;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns the text of all keys into a {@link Config}, or says everything that is wrong with it. */
public final class ConfigReader {
  private static final int MAX_PORT = 65_535;
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,5}");
  private static final Duration SHORTEST_KEEP = Duration.ofDays(1);

  private static final Duration SHORTEST_ACTIVATION = Duration.ofSeconds(1);

  /** The operations whose rates ECR publishes (ecr-behaviour 22). */
  private static final Map<ConfigKey, String> THROTTLED =
      Map.of(
          ConfigKey.THROTTLE_GET_AUTHORIZATION_TOKEN, "GetAuthorizationToken",
          ConfigKey.THROTTLE_BATCH_CHECK_LAYER_AVAILABILITY, "BatchCheckLayerAvailability",
          ConfigKey.THROTTLE_BATCH_GET_IMAGE, "BatchGetImage",
          ConfigKey.THROTTLE_GET_DOWNLOAD_URL_FOR_LAYER, "GetDownloadUrlForLayer",
          ConfigKey.THROTTLE_INITIATE_LAYER_UPLOAD, "InitiateLayerUpload",
          ConfigKey.THROTTLE_UPLOAD_LAYER_PART, "UploadLayerPart",
          ConfigKey.THROTTLE_COMPLETE_LAYER_UPLOAD, "CompleteLayerUpload",
          ConfigKey.THROTTLE_PUT_IMAGE, "PutImage");

  private final ConfigText text;
  private final List<String> mistakes;

  private ConfigReader(ConfigText text) {
    this.text = text;
    this.mistakes = new ArrayList<>(text.mistakes());
  }

  /**
   * Reads every key.
   *
   * @throws ConfigMistakes with all mistakes at once
   */
  public static Config read(ConfigText text) {
    return new ConfigReader(text).read();
  }

  private Config read() {
    Optional<InetSocketAddress> listen = address(ConfigKey.LISTEN);
    Optional<Config.Tls> tls = tls();
    boolean plainHttp = flag(ConfigKey.PLAIN_HTTP);
    boolean loopback = listen.map(address -> address.getAddress().isLoopbackAddress()).orElse(true);
    List<AddressRange> trusted = listIfAny(ConfigKey.TRUSTED_PROXIES, AddressRange::parse);
    if (!loopback && tls.isEmpty() && !plainHttp && trusted.isEmpty() && mistakes.isEmpty()) {
      mistakes.add(
          "listen: %s is not loopback and there is no TLS, so passwords would go over the network readable; set tls.certificate"
                  .formatted(text.value(ConfigKey.LISTEN))
              + " and tls.key, or --tls self-signed, or trusted-proxies if a proxy ends TLS, or say"
              + " plain-http: true (--plain-http) if that is what you want");
    }
    Config.WrongCredentials wrong =
        new Config.WrongCredentials(
            count(ConfigKey.WRONG_CREDENTIALS_PER_SOURCE),
            count(ConfigKey.WRONG_CREDENTIALS_PER_KEY));
    List<AccountId> accounts = list(ConfigKey.ACCOUNTS, AccountId::new);
    List<Region> regions = list(ConfigKey.REGIONS, Region::new);
    Config.Naming naming = naming(loopback, tls.isPresent() ? "https" : "http");
    Optional<ReserveSize> reserve = parsed(ConfigKey.DISK_RESERVE, ReserveSize::parse);
    Optional<Duration> grace =
        parsed(ConfigKey.GC_GRACE, value -> Durations.parse(value, Retention.SHORTEST_GRACE));
    Optional<Duration> undoWindow =
        parsed(
            ConfigKey.UNDO_WINDOW,
            value -> Durations.parse(value, Duration.ZERO, Retention.LONGEST_UNDO));
    Optional<Duration> activation =
        parsed(ConfigKey.ARCHIVE_ACTIVATION, value -> Durations.parse(value, SHORTEST_ACTIVATION));
    List<IssuerSettings> issuers = issuers();
    Config.Login login =
        new Config.Login(flag(ConfigKey.LOGIN_ACCESS_KEYS), flag(ConfigKey.LOGIN_WEB_IDENTITY));
    boolean auditReads = flag(ConfigKey.AUDIT_READS);
    Optional<Duration> auditKeep =
        parsed(ConfigKey.AUDIT_KEEP, value -> Durations.parse(value, SHORTEST_KEEP));
    Limits quotas = new QuotaReader(text, mistakes).read();
    Map<String, RequestRate> rates = rates();
    Optional<Config.Events> events = new EventsReader(text, mistakes).read();
    Config.Metrics metrics = metrics();
    boolean strictEcr = flag(ConfigKey.OCI_STRICT_ECR);
    Organization organization = new OrganizationReader(text, mistakes).read();
    if (!mistakes.isEmpty()) {
      throw new ConfigMistakes(mistakes);
    }
    return new Config(
        Path.of(text.value(ConfigKey.DATA)),
        listen.orElseThrow(),
        plainHttp,
        trusted,
        wrong,
        tls,
        accounts,
        regions,
        organization,
        naming,
        reserve.orElseThrow(),
        grace.orElseThrow(),
        undoWindow.orElseThrow(),
        activation.orElseThrow(),
        issuers,
        login,
        new Config.Audit(auditReads, auditKeep.orElseThrow()),
        quotas,
        rates,
        events.orElseThrow(),
        metrics,
        strictEcr);
  }

  private Map<String, RequestRate> rates() {
    Map<String, RequestRate> rates = new HashMap<>();
    THROTTLED.forEach(
        (key, operation) ->
            parsed(key, RequestRate::parse)
                .flatMap(rate -> rate)
                .ifPresent(rate -> rates.put(operation, rate)));
    return flag(ConfigKey.THROTTLE_ENABLED) ? rates : Map.of();
  }

  private List<IssuerSettings> issuers() {
    return text.value(ConfigKey.OIDC_ISSUERS).isBlank()
        ? List.of()
        : list(ConfigKey.OIDC_ISSUERS, IssuerText::parse);
  }

  private Config.Naming naming(boolean loopback, String scheme) {
    String domain = text.value(ConfigKey.DOMAIN);
    String host = text.value(ConfigKey.REGISTRY_HOST);
    if (host.isEmpty()) {
      host = loopback ? "localhost:{port}" : "{account}.dkr.ecr.{region}.{domain}";
    }
    if (host.contains("/")) {
      mistakes.add(
          "registry-host: '%s' is a host with an optional port, without scheme or path"
              .formatted(host));
    }
    String endpoint = text.value(ConfigKey.PROXY_ENDPOINT);
    if (endpoint.isEmpty()) {
      endpoint = scheme + "://" + host;
    }
    if (!endpoint.startsWith("http://") && !endpoint.startsWith("https://")) {
      mistakes.add("proxy-endpoint: '%s' begins with http:// or https://".formatted(endpoint));
    }
    return new Config.Naming(domain, host, endpoint);
  }

  private Optional<InetSocketAddress> address(ConfigKey key) {
    String value = text.value(key);
    int colon = value.lastIndexOf(':');
    String host = colon < 0 ? "" : value.substring(0, colon);
    try {
      int port = Integer.parseInt(value.substring(colon + 1));
      if (port >= 0 && port <= MAX_PORT) {
        return Optional.of(
            new InetSocketAddress(
                InetAddress.getByName(host.isEmpty() ? "127.0.0.1" : host), port));
      }
      mistakes.add("%s: port %d is not between 0 and %d".formatted(key.key(), port, MAX_PORT));
    } catch (NumberFormatException _) {
      mistakes.add("%s: '%s' has the form address:port".formatted(key.key(), value));
    } catch (UnknownHostException _) {
      mistakes.add("%s: '%s' is no address of this machine".formatted(key.key(), host));
    }
    return Optional.empty();
  }

  private Config.Metrics metrics() {
    return new Config.Metrics(
        text.value(ConfigKey.METRICS_LISTEN).isEmpty()
            ? Optional.empty()
            : address(ConfigKey.METRICS_LISTEN),
        flag(ConfigKey.METRICS_REPOSITORIES));
  }

  private Optional<Config.Tls> tls() {
    String certificate = text.value(ConfigKey.TLS_CERTIFICATE);
    String key = text.value(ConfigKey.TLS_KEY);
    boolean selfSigned = flag(ConfigKey.TLS_SELF_SIGNED);
    if (selfSigned && !(certificate.isEmpty() && key.isEmpty())) {
      mistakes.add(
          "tls.self-signed: there is tls.certificate or tls.key as well; set one of the two ways");
    }
    if (certificate.isEmpty() != key.isEmpty()) {
      mistakes.add("tls.certificate and tls.key: one is set without the other; set both");
    }
    if (selfSigned) {
      return Optional.of(new Config.Tls.SelfSigned());
    }
    return certificate.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new Config.Tls.Files(Path.of(certificate), Path.of(key)));
  }

  private boolean flag(ConfigKey key) {
    String value = text.value(key);
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        mistakes.add("%s: '%s' is neither true nor false".formatted(key.key(), value));
        yield false;
      }
    };
  }

  private int count(ConfigKey key) {
    String value = text.value(key);
    if (COUNT.matcher(value).matches()) {
      return Integer.parseInt(value);
    }
    mistakes.add("%s: '%s' is no number from 0 to 99999".formatted(key.key(), value));
    return 0;
  }

  private <T> Optional<T> parsed(ConfigKey key, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text.value(key)));
    } catch (Malformed e) {
      mistakes.add("%s: %s".formatted(key.key(), e.getMessage()));
      return Optional.empty();
    }
  }

  private <T> List<T> list(ConfigKey key, Function<String, T> parse) {
    List<T> items = listIfAny(key, parse);
    if (items.isEmpty() && mistakes.isEmpty()) {
      mistakes.add("%s: at least one is needed".formatted(key.key()));
    }
    return items;
  }

  private <T> List<T> listIfAny(ConfigKey key, Function<String, T> parse) {
    LinkedHashSet<T> items = new LinkedHashSet<>();
    for (String item :
        Arrays.stream(text.value(key).split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toList()) {
      try {
        items.add(parse.apply(item));
      } catch (Malformed e) {
        mistakes.add("%s: %s".formatted(key.key(), e.getMessage()));
      }
    }
    return List.copyOf(items);
  }
}
