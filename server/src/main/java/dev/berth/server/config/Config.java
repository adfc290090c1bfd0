package dev.berth.server.config;

import dev.berth.identity.gate.Organization;
import dev.berth.identity.oidc.IssuerSettings;
import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.registry.Limits;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a Berth runs. Valid once it exists; made by {@link ConfigReader}.
 *
 * @param data the folder that holds everything
 * @param listen where it listens
 * @param plainHttp whether credentials may come over plain HTTP to an address that is not loopback
 * @param trustedProxies whose word about where a request comes from is believed
 * @param wrongCredentials how many are heard
 * @param tls how connections are encrypted; empty for plain HTTP
 * @param accounts the accounts served, the default one first
 * @param regions the Regions served, the default one first
 * @param organization what binds all accounts
 * @param naming how registries are named to clients
 * @param reserve how much of the disk no upload gets
 * @param grace how long a layer that no image names is kept
 * @param undoWindow how long what was deleted can be brought back; zero for not at all
 * @param activation how long an archived image takes to be active again
 * @param issuers what is known of OpenID Connect issuers
 * @param login which logins of docker there are besides ECR's
 * @param audit what the audit trail holds, and for how long
 * @param quotas how much there may be of everything
 * @param rates how often each operation of ECR may be asked for in one registry, by its name; empty
 *     when nobody is throttled
 * @param events what becomes of them
 * @param metrics who is told the figures that operators alarm on
 * @param strictEcr whether {@code /v2/} follows ECR where it departs from the OCI specification
 */
public record Config(
    Path data,
    InetSocketAddress listen,
    boolean plainHttp,
    List<AddressRange> trustedProxies,
    WrongCredentials wrongCredentials,
    Optional<Tls> tls,
    List<AccountId> accounts,
    List<Region> regions,
    Organization organization,
    Naming naming,
    ReserveSize reserve,
    Duration grace,
    Duration undoWindow,
    Duration activation,
    List<IssuerSettings> issuers,
    Login login,
    Audit audit,
    Limits quotas,
    Map<String, RequestRate> rates,
    Events events,
    Metrics metrics,
    boolean strictEcr) {

  public Config {
    trustedProxies = List.copyOf(trustedProxies);
    accounts = List.copyOf(accounts);
    regions = List.copyOf(regions);
    issuers = List.copyOf(issuers);
    rates = Map.copyOf(rates);
  }

  /**
   * How many wrong credentials are heard at once, and then in a minute.
   *
   * @param perSource of one source, 0 to 99,999; 0 does not count them
   * @param perKey of one access key id of one source, 0 to 99,999; 0 does not count them
   */
  public record WrongCredentials(int perSource, int perKey) {}

  /**
   * Logins that ECR has not.
   *
   * @param accessKeys with an access key as user and password
   * @param webIdentity with a token of an OpenID Connect issuer
   */
  public record Login(boolean accessKeys, boolean webIdentity) {}

  /**
   * The audit trail.
   *
   * @param reads whether reads that were allowed are in it
   * @param keep how long entries are kept
   */
  public record Audit(boolean reads, Duration keep) {}

  /**
   * What becomes of events.
   *
   * @param keep how long they are kept, unless a sink still waits for them
   * @param keepAtMost how many are kept, whoever waits
   * @param file whether they are appended to files
   * @param webhooks who gets them posted
   * @param retry how long a webhook is tried
   */
  public record Events(
      Duration keep, int keepAtMost, boolean file, List<WebhookSettings> webhooks, Duration retry) {
    public Events {
      webhooks = List.copyOf(webhooks);
    }
  }

  /**
   * The figures that operators alarm on.
   *
   * @param listen where they are told to whoever asks; empty for nowhere
   * @param repositories whether repositories are named
   */
  public record Metrics(Optional<InetSocketAddress> listen, boolean repositories) {}

  /** Where the certificate comes from. */
  public sealed interface Tls {

    /** PEM files, read again when they change. */
    record Files(Path certificate, Path key) implements Tls {}

    /** One made at first start and kept in the data folder. */
    record SelfSigned() implements Tls {}
  }

  /**
   * Templates of names; {@code {account}}, {@code {region}}, {@code {domain}} and {@code {port}}
   * are filled in.
   *
   * @param domain the base domain of registry hosts
   * @param registryHost what a {@code repositoryUri} begins with
   * @param proxyEndpoint the address of a registry
   */
  public record Naming(String domain, String registryHost, String proxyEndpoint) {}

  /** The account that requests without a better idea are for. */
  public AccountId defaultAccount() {
    return accounts.getFirst();
  }

  /** The Region that requests without a better idea are for. */
  public Region defaultRegion() {
    return regions.getFirst();
  }

  /** The registry that requests without a better idea are for. */
  public RegistryId defaultRegistry() {
    return new RegistryId(defaultAccount(), defaultRegion());
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return tls.isPresent() ? "https" : "http";
  }
}
