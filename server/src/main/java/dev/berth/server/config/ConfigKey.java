package dev.berth.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting there is. A key is written {@code tls.certificate} in the file and {@code
 * BERTH_TLS_CERTIFICATE} in the environment; flags stand above the environment, the environment
 * above the file.
 */
public enum ConfigKey {
  DATA("data", "./berth-data", "The folder that holds everything."),
  LISTEN("listen", "127.0.0.1:5000", "The address and port to listen on; port 0 takes a free one."),
  PLAIN_HTTP(
      "plain-http",
      "false",
      "true serves plain HTTP on an address that is not loopback, and takes credentials over it: passwords and images go over"
          + " the network readable."),
  TRUSTED_PROXIES(
      "trusted-proxies",
      "",
      "Addresses and ranges such as 10.0.0.0/8, separated by commas: from these peers, and nobody else, X-Forwarded-For,"
          + " X-Forwarded-Proto and X-Forwarded-Host are believed."),
  TLS_CERTIFICATE(
      "tls.certificate",
      "",
      "A PEM file with the certificate and its chain; read again when it changes."),
  TLS_KEY("tls.key", "", "The PEM file with the private key of tls.certificate."),
  TLS_SELF_SIGNED(
      "tls.self-signed",
      "false",
      "true makes a certificate of its own and keeps it in the data folder."),
  WRONG_CREDENTIALS_PER_SOURCE(
      "wrong-credentials.per-source",
      "100",
      "How many wrong credentials of one source, an IPv4 address or an IPv6 network of 64 bits, are heard at once and then in a"
          + " minute; beyond it credentials from there wait. 0 does not count them."),
  WRONG_CREDENTIALS_PER_KEY(
      "wrong-credentials.per-key",
      "20",
      "The same for each access key id that a source names; others from there, and the key's owner elsewhere, are not slowed."),
  ACCOUNTS(
      "accounts",
      "000000000000",
      "The accounts served, separated by commas; the first is the default one."),
  REGIONS(
      "regions",
      "us-east-1",
      "The Regions served, separated by commas; the first is the default one."),
  ORGANIZATIONS_ID(
      "organizations.id",
      "",
      "The id of the organization that all accounts but organizations.management-account are members of, for conditions on"
          + " aws:PrincipalOrgID and aws:ResourceOrgID."),
  ORGANIZATIONS_MANAGEMENT_ACCOUNT(
      "organizations.management-account",
      "",
      "The account that no policy of the organization binds."),
  ORGANIZATIONS_SERVICE_CONTROL(
      "organizations.service-control",
      "",
      "Files of service control policies, a level each from the root of the organization down, separated by commas: a policy in"
          + " JSON, or an array of policies. Each level must allow. Read at start."),
  ORGANIZATIONS_RESOURCE_CONTROL(
      "organizations.resource-control",
      "",
      "Files of resource control policies alike, which deny. Read at start."),
  DOMAIN(
      "domain",
      "amazonaws.com",
      "The base domain of registry hosts, ACCOUNT.dkr.ecr.REGION.DOMAIN."),
  REGISTRY_HOST(
      "registry-host",
      "",
      "What repositoryUri begins with; {account}, {region}, {domain} and {port} are filled in. Default: localhost:{port} on"
          + " loopback, else {account}.dkr.ecr.{region}.{domain}."),
  PROXY_ENDPOINT(
      "proxy-endpoint",
      "",
      "The address that GetAuthorizationToken gives, filled in alike. Default: the scheme served and registry-host."),
  DISK_RESERVE(
      "disk.reserve",
      "",
      "How much of the data folder's volume no upload gets, so that deletes and collection always work: bytes, also with KiB,"
          + " MiB, GiB or TiB, or a percentage. Default: the larger of 1 GiB and 2 % of the volume."),
  GC_GRACE(
      "gc.grace",
      "24h",
      "How long a layer that no image names is kept after it was last uploaded, mounted, reported"
          + " present or named; at least 2h. A number with s, m, h or d."),
  ARCHIVE_ACTIVATION(
      "archive.activation",
      "1m",
      "How long an image that is restored from the archive stays ACTIVATING; at least 1s, and up to about 20 s more. A number"
          + " with s, m, h or d."),
  OIDC_ISSUERS(
      "oidc.issuers",
      "",
      "What is to be known of OpenID Connect issuers, for those of which there is something to say: a list of entries with url"
          + " and any of keys-file (a JWKS that is used instead of asking the issuer), plain-http: true and private-network:"
          + " true (ask it by plain HTTP, at a loopback or private address). As one text: https://HOST keys-file=FILE, ..."),
  LOGIN_ACCESS_KEYS(
      "login.access-keys",
      "false",
      "true lets docker log in with an access key id as user and its secret as password, for as long as the key lives."),
  LOGIN_WEB_IDENTITY(
      "login.web-identity",
      "false",
      "true lets docker log in as oidc/ACCOUNT/ROLE with a token of an OpenID Connect issuer as password, for as long as the"
          + " token lives."),
  AUDIT_READS(
      "audit.reads",
      "true",
      "false leaves reads and pulls that were allowed out of the audit trail; denials and failures are always in it."),
  AUDIT_KEEP(
      "audit.keep",
      "90d",
      "How long the entries of the audit trail are kept; at least 1d. A number with s, m, h or d."),
  OCI_STRICT_ECR(
      "oci.strict-ecr",
      "false",
      "true answers on /v2/ as ECR does where it departs from the OCI specification.");

  private static final String ENVIRONMENT_PREFIX = "BERTH_";

  private final String key;
  private final String byDefault;
  private final String meaning;

  ConfigKey(String key, String byDefault, String meaning) {
    this.key = key;
    this.byDefault = byDefault;
    this.meaning = meaning;
  }

  /** How it is written in the file and in messages. */
  public String key() {
    return key;
  }

  /** Its value when nobody says anything; empty when that depends on other settings. */
  public String byDefault() {
    return byDefault;
  }

  /** One or two sentences for the reference page. */
  public String meaning() {
    return meaning;
  }

  /** The environment variable that sets it. */
  public String environmentVariable() {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The key of that name. */
  static Optional<ConfigKey> named(String key) {
    return Arrays.stream(values()).filter(known -> known.key.equals(key)).findFirst();
  }
}
