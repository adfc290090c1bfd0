package dev.berth.server;

import dev.berth.iam.Gate;
import dev.berth.identity.RootKey;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.registry.event.Outbox;
import dev.berth.server.audit.AuditFolder;
import dev.berth.server.audit.AuditRetention;
import dev.berth.server.audit.AuditTrail;
import dev.berth.server.audit.TrailSearch;
import dev.berth.server.config.Config;
import dev.berth.server.door.Entrance;
import dev.berth.server.door.Health;
import dev.berth.server.door.Pipeline;
import dev.berth.server.door.RequestLog;
import dev.berth.server.door.Throttle;
import dev.berth.server.door.WrongCredentials;
import dev.berth.server.event.Sinks;
import dev.berth.server.folder.DataFolder;
import dev.berth.server.http.Listener;
import dev.berth.server.job.ClockGuard;
import dev.berth.server.job.Jobs;
import dev.berth.server.metrics.Exposition;
import dev.berth.wire.door.Door;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.door.RequestContexts;
import dev.berth.wire.door.Row;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A registry that runs: the composition root. Everything is made here by hand, in the order in
 * which it depends on each other, and ended in the opposite order.
 */
public final class Berth {
  private final Config config;
  private final DataFolder folder;
  private final Identities identities;
  private final Health health;
  private final Listener listener;
  private final Optional<Listener> metrics;
  private final RegistryHosts hosts;
  private final List<Door> doors;
  private final Jobs jobs;
  private final Outbox outbox;
  private final Startup opened;

  private Berth(
      Config config,
      DataFolder folder,
      Identities identities,
      Health health,
      Listener listener,
      Optional<Listener> metrics,
      RegistryHosts hosts,
      List<Door> doors,
      Jobs jobs,
      Outbox outbox,
      Startup opened) {
    this.config = config;
    this.folder = folder;
    this.identities = identities;
    this.health = health;
    this.listener = listener;
    this.metrics = metrics;
    this.hosts = hosts;
    this.doors = doors;
    this.jobs = jobs;
    this.outbox = outbox;
    this.opened = opened;
  }

  /**
   * Starts a registry.
   *
   * @param config where and how
   * @param environment {@code BERTH_ROOT_ACCESS_KEY_ID}, {@code BERTH_ROOT_SECRET_ACCESS_KEY} and
   *     {@code BERTH_MASTER_KEY} are taken from it
   * @throws dev.berth.server.folder.FolderRefused when the data folder cannot be used
   * @throws dev.berth.identity.KeyRefused when the master key or a given root key cannot be used
   * @throws dev.berth.server.http.CannotListen when the address cannot be had
   */
  public static Berth start(Config config, Map<String, String> environment) {
    return start(config, environment, Clock.systemUTC(), UnaryOperator.identity());
  }

  /**
   * Starts a registry by another clock, or with another gate around its own. For tests of both.
   *
   * @param gate gets the gate that would decide and gives the one that does
   */
  public static Berth start(
      Config config,
      Map<String, String> environment,
      InstantSource clock,
      UnaryOperator<Gate> gate) {
    return start(config, environment, clock, System::nanoTime, gate);
  }

  /**
   * The same by another monotonic clock as well.
   *
   * @param nanos when it and {@code clock} part, jobs that delete pause
   */
  public static Berth start(
      Config config,
      Map<String, String> environment,
      InstantSource clock,
      LongSupplier nanos,
      UnaryOperator<Gate> gate) {
    Startup startup = new Startup();
    try {
      return start(config, environment, clock, nanos, gate, startup);
    } catch (RuntimeException failure) {
      startup.undo(failure);
      throw failure;
    }
  }

  private static Berth start(
      Config config,
      Map<String, String> environment,
      InstantSource clock,
      LongSupplier nanos,
      UnaryOperator<Gate> gate,
      Startup startup) {
    SecureRandom random = new SecureRandom();
    Storage storage = Storage.open(config, startup);
    DataFolder folder = storage.folder();
    Database database = storage.database();
    Identities identities = Identities.open(config, folder, database, environment, clock, random);
    Iam iam = Iam.open(database, identities, config.organization(), clock, random);
    Gate deciding = gate.apply(iam.gate());
    EcrRoles roles = new EcrRoles(identities.roles(), deciding, clock);
    Registries registries =
        startup.opened(
            Registries.open(
                config, database, storage.blobs(), storage.reserve(), roles, clock, random));
    ClockGuard guard = new ClockGuard(clock, nanos);
    Health health = storage.health(guard);
    Measurements measurements = Measurements.of(config.metrics(), clock);
    RequestLog log = new RequestLog(measurements.requests());
    AuditTrail trail =
        startup.opened(
            AuditTrail.open(
                folder.audit(),
                database,
                new AuditTrail.Settings(config.defaultRegistry(), config.audit().reads()),
                clock));
    health.noting("audit", trail::warning);
    Network network = new Network(config, folder);
    Entrance entrance = new Entrance();
    Listener listener =
        startup.opened(
            Listener.start(
                network.http(), entrance, new Listener.Surroundings(log, clock, UUID::randomUUID)));
    RegistryHosts hosts = network.hosts(listener.port());
    AuditFolder auditLog = new AuditFolder(folder.audit());
    RequestContexts contexts = new RequestContexts(clock, registries.resourceTags());
    AuditRetention retention = new AuditRetention(auditLog, database, config.audit().keep());
    Background background =
        Background.of(
            database,
            guard,
            clock,
            Stream.of(registries.jobs(), identities.jobs(), retention.jobs()));
    WrongCredentials wrong = new WrongCredentials(config.wrongCredentials(), nanos);
    Exposition figures =
        measurements.page(
            new Measurements.Parts(
                storage, registries, background, network, listener, wrong, trail, health, nanos));
    Optional<Listener> metrics = measurements.listener(figures, clock);
    metrics.ifPresent(startup::opened);
    List<Door> doors =
        new Doors(
                config,
                folder,
                identities,
                iam,
                registries,
                storage.reserve(),
                hosts,
                deciding,
                contexts,
                new TrailSearch(database, auditLog),
                background.housekeeping(),
                guard::trustedNow,
                figures,
                measurements.pulls(),
                clock)
            .all(health);
    Berth berth =
        new Berth(
            config,
            folder,
            identities,
            health,
            listener,
            metrics,
            hosts,
            doors,
            background.jobs(),
            registries.outbox(),
            startup);
    entrance.open(
        new Pipeline(
            doors,
            deciding,
            contexts,
            config.defaultRegion(),
            network.admission(wrong),
            new Throttle(config.rates(), nanos),
            log,
            trail));
    startup.opened(background.jobs()).start();
    startup.opened(Sinks.open(config.events(), folder.events(), database, clock, random));
    new AwsProfile(folder.awsProfile())
        .write(berth.endpoint(), config.defaultRegion().value(), identities.knownRootKey(config));
    return berth;
  }

  /** How it was configured. */
  public Config config() {
    return config;
  }

  /** Which Berth it is. */
  public String version() {
    return Version.current().text();
  }

  /** Where clients reach the default registry, such as {@code http://localhost:5000}. */
  public String endpoint() {
    return hosts.proxyEndpoint(config.defaultRegistry());
  }

  /** What docker calls the default registry, such as {@code localhost:5000}. */
  public String registryHost() {
    return hosts.registryHost(config.defaultRegistry());
  }

  /** The port that is really bound. */
  public int port() {
    return listener.port();
  }

  /** The port of {@code metrics.listen} that is really bound; empty when there is none. */
  public OptionalInt metricsPort() {
    return metrics.map(Listener::port).map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /** The data folder, absolute. */
  public Path data() {
    return folder.root();
  }

  /** Every row of every door, so that a test can try the guard of each (invariant I6). */
  public List<Row> rows() {
    return doors.stream().<Row>flatMap(door -> door.rows().stream()).toList();
  }

  /**
   * Looks for jobs that are due now, for a test that has moved the clock; they run on their own.
   */
  public void lookForJobs() {
    jobs.look();
  }

  /** The profile for the AWS CLI. */
  public Path awsProfile() {
    return folder.awsProfile();
  }

  /** The root keys that this start made. Nobody can be shown them again. */
  public Map<AccountId, RootKey> newRootKeys() {
    return identities.newRootKeys();
  }

  /**
   * Stops: readiness says so, no new connections are taken, what runs may end, and then everything
   * is closed.
   *
   * @param drain how long running requests are waited for
   */
  public void stop(Duration drain) {
    health.drain();
    outbox.close();
    listener.drain(drain);
    opened.close();
  }
}
