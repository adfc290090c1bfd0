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
  UNDO_WINDOW(
      "undo.window",
      "7d",
      "How long a deleted or expired image or repository can be brought back; its bytes stay as long, and are free after it. 0"
          + " deletes for good; at most 90d. A number with s, m, h or d."),
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
  QUOTAS_REPOSITORIES(
      "quotas.repositories",
      "100000",
      "Repositories in one registry. All quotas are ECR's where it has one, and at least 1."),
  QUOTAS_IMAGES(
      "quotas.images", "100000", "Images in one repository; archived ones are not counted."),
  QUOTAS_TAGS("quotas.tags", "1000", "Tags on one image."),
  QUOTAS_RESOURCE_TAGS("quotas.resource-tags", "50", "Resource tags on one repository."),
  QUOTAS_LAYERS("quotas.layers", "500", "Layers in one image."),
  QUOTAS_MANIFEST_SIZE(
      "quotas.manifest-size",
      "4MiB",
      "Size of one manifest, at most 4MiB: bytes, also with KiB or MiB."),
  QUOTAS_LAYER_SIZE("quotas.layer-size", "52000MiB", "Size of one layer."),
  QUOTAS_LAYER_PARTS(
      "quotas.layer-parts", "4200", "Parts of one layer that is uploaded through the API."),
  QUOTAS_LARGEST_PART("quotas.largest-part", "20MiB", "Size of one such part, at most 20MiB."),
  QUOTAS_SMALLEST_PART(
      "quotas.smallest-part", "5MiB", "Size of each such part but the last, at least."),
  QUOTAS_OPEN_UPLOADS(
      "quotas.open-uploads",
      "1000",
      "Uploads in progress of one principal in one repository; ECR has no such quota."),
  QUOTAS_LIFECYCLE_RULES(
      "quotas.lifecycle-rules", "50", "Rules in one lifecycle policy, at most 64."),
  QUOTAS_MUTABILITY_EXCLUSIONS(
      "quotas.mutability-exclusions",
      "5",
      "Exclusion filters of the tag mutability of one repository."),
  QUOTAS_PULL_THROUGH_CACHE_RULES(
      "quotas.pull-through-cache-rules", "50", "Pull-through cache rules in one registry."),
  QUOTAS_CREATION_TEMPLATES(
      "quotas.creation-templates",
      "100",
      "Repository creation templates in one registry; ECR's quota is not documented."),
  QUOTAS_PULL_TIME_EXCLUSIONS(
      "quotas.pull-time-exclusions",
      "100",
      "Principals in one registry whose pulls leave no pull time."),
  QUOTAS_REPLICATION_RULES("quotas.replication-rules", "10", "Replication rules in one registry."),
  QUOTAS_REPLICATION_FILTERS(
      "quotas.replication-filters", "100", "Filters in one replication rule."),
  QUOTAS_REPLICATION_DESTINATIONS(
      "quotas.replication-destinations",
      "25",
      "Destinations of all replication rules of one registry, each counted once."),
  QUOTAS_SCANNING_RULES("quotas.scanning-rules", "2", "Scanning rules in one registry."),
  QUOTAS_SCANNING_FILTERS("quotas.scanning-filters", "100", "Filters in one scanning rule."),
  QUOTAS_SIGNING_RULES("quotas.signing-rules", "10", "Signing rules in one registry."),
  QUOTAS_SIGNING_FILTERS("quotas.signing-filters", "100", "Filters in one signing rule."),
  QUOTAS_SCANS_A_DAY("quotas.scans-a-day", "100000", "Basic scans of one registry in 24 hours."),
  QUOTAS_IMAGE_SCANS_A_DAY(
      "quotas.image-scans-a-day", "1", "Basic scans of one image in 24 hours."),
  THROTTLE_ENABLED(
      "throttle.enabled",
      "false",
      "true refuses requests beyond the rates below, for each account in each Region, whether they come through the API or through /v2/: ThrottlingException, and 429."),
  THROTTLE_GET_AUTHORIZATION_TOKEN(
      "throttle.get-authorization-token",
      "500",
      "GetAuthorizationToken a second: a number, or 20 burst 200 for 200 at once and 20 a second after that; off does not count them. A number alone allows a second's worth at once."),
  THROTTLE_BATCH_CHECK_LAYER_AVAILABILITY(
      "throttle.batch-check-layer-availability",
      "1000",
      "BatchCheckLayerAvailability a second, written alike."),
  THROTTLE_BATCH_GET_IMAGE(
      "throttle.batch-get-image", "2000", "BatchGetImage a second, written alike."),
  THROTTLE_GET_DOWNLOAD_URL_FOR_LAYER(
      "throttle.get-download-url-for-layer",
      "3000",
      "GetDownloadUrlForLayer a second, written alike."),
  THROTTLE_INITIATE_LAYER_UPLOAD(
      "throttle.initiate-layer-upload", "100", "InitiateLayerUpload a second, written alike."),
  THROTTLE_UPLOAD_LAYER_PART(
      "throttle.upload-layer-part", "500", "UploadLayerPart a second, written alike."),
  THROTTLE_COMPLETE_LAYER_UPLOAD(
      "throttle.complete-layer-upload", "100", "CompleteLayerUpload a second, written alike."),
  THROTTLE_PUT_IMAGE("throttle.put-image", "10", "PutImage a second, written alike."),
  EVENTS_KEEP(
      "events.keep",
      "7d",
      "How long events are kept, to be read again; one that a sink still waits for is kept longer. At least 1m. A number with s,"
          + " m, h or d."),
  EVENTS_KEEP_AT_MOST(
      "events.keep-at-most",
      "1000000",
      "How many events are kept at most, read or not; 1000 to 100000000."),
  EVENTS_FILE(
      "events.file",
      "false",
      "true appends every event to files in the folder events of the data folder, 64 MiB each, of which the newest 16 are kept."),
  EVENTS_WEBHOOKS(
      "events.webhooks",
      "",
      "Who gets events posted: a list of entries with url, secret-file (16 characters or more, which the requests are signed"
          + " with), and any of pattern-file (only events that fit) and name. As one text: https://HOST/PATH secret-file=FILE,"
          + " ... Files are read at start."),
  EVENTS_WEBHOOK_RETRY(
      "events.webhook-retry",
      "24h",
      "For how long an event that a webhook cannot be told is tried again, before it becomes a dead letter; at least 1m. A number"
          + " with s, m, h or d."),
  METRICS_LISTEN(
      "metrics.listen",
      "",
      "An address and port that serves GET /metrics by plain HTTP to whoever can reach it, such as 127.0.0.1:9090. Default: only"
          + " /metrics of the ordinary address, which asks for a login."),
  METRICS_REPOSITORIES(
      "metrics.repositories",
      "false",
      "true names repositories in the figures of /metrics: images and pulls of at most 10,000 of them."),
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
