package dev.berth.server;

import dev.berth.iam.Gate;
import dev.berth.iam.sigv4.SigV4;
import dev.berth.registry.DiskReserve;
import dev.berth.registry.lifecycle.TrustedTime;
import dev.berth.server.config.Config;
import dev.berth.server.door.FrontDoor;
import dev.berth.server.door.Health;
import dev.berth.server.door.HealthDoor;
import dev.berth.server.folder.DataFolder;
import dev.berth.wire.audit.AuditSearch;
import dev.berth.wire.aws.Signatures;
import dev.berth.wire.berth.BerthOperations;
import dev.berth.wire.berth.Housekeeping;
import dev.berth.wire.berth.MetricsDoor;
import dev.berth.wire.berth.RepositoryPulls;
import dev.berth.wire.berth.RunningServer;
import dev.berth.wire.blob.DownloadAddresses;
import dev.berth.wire.blob.SealedBlobDoor;
import dev.berth.wire.door.BodyBudget;
import dev.berth.wire.door.Door;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.door.RequestContexts;
import dev.berth.wire.ecr.Backend;
import dev.berth.wire.ecr.EcrOperations;
import dev.berth.wire.ecr.policy.Lockout;
import dev.berth.wire.iam.IamActions;
import dev.berth.wire.json.AwsJsonDoor;
import dev.berth.wire.json.Pages;
import dev.berth.wire.json.Spool;
import dev.berth.wire.oci.BlobHandlers;
import dev.berth.wire.oci.ListHandlers;
import dev.berth.wire.oci.ManifestHandlers;
import dev.berth.wire.oci.OciDoor;
import dev.berth.wire.oci.OciRoutes;
import dev.berth.wire.oci.OciSettings;
import dev.berth.wire.oci.OtherLogins;
import dev.berth.wire.oci.ReferrersHandler;
import dev.berth.wire.oci.RegistryLogin;
import dev.berth.wire.oci.UploadHandlers;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryDoor;
import dev.berth.wire.sts.SessionPolicies;
import dev.berth.wire.sts.StsActions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Every protocol of the port, made from the domain and the identities. */
record Doors(
    Config config,
    DataFolder folder,
    Identities identities,
    Iam iam,
    Registries registries,
    DiskReserve reserve,
    RegistryHosts hosts,
    Gate gate,
    RequestContexts contexts,
    AuditSearch trail,
    Housekeeping housekeeping,
    TrustedTime time,
    Supplier<byte[]> figures,
    RepositoryPulls pulls,
    InstantSource clock) {
  private static final long BODY_MEMORY = 48L * 1024 * 1024;
  private static final long SPOOL_SPACE = 1024L * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The doors in the order in which they are asked; the last one admits all. */
  List<Door> all(Health health) {
    BodyBudget budget = new BodyBudget(BODY_MEMORY, PATIENCE);
    Signatures signatures =
        new Signatures(
            new SigV4(clock, SigV4.DEFAULT_SKEW, iam.credentials()), Set.copyOf(config.regions()));
    OciDoor oci = oci(budget);
    return List.of(
        oci,
        json(signatures, budget),
        new QueryDoor(queryActions(), signatures, budget),
        new SealedBlobDoor(identities.downloads(), registries.layers(), hosts),
        new HealthDoor(health),
        new MetricsDoor(figures, oci, config.defaultAccount()),
        new FrontDoor(Version.current().text(), hosts.proxyEndpoint(config.defaultRegistry())));
  }

  private List<QueryAction<?>> queryActions() {
    List<QueryAction<?>> actions = new ArrayList<>(IamActions.rows(iam.backend()));
    actions.addAll(sts().all());
    return actions;
  }

  private OciDoor oci(BodyBudget budget) {
    OciSettings settings = new OciSettings(config.strictEcr());
    OciRoutes routes =
        new OciRoutes(
            new ManifestHandlers(registries.images(), registries.creation(), budget, settings),
            new BlobHandlers(registries.layers(), downloads(), settings),
            new UploadHandlers(
                registries.uploads(), registries.layers(), registries.creation(), settings),
            new ListHandlers(
                registries.images(), registries.repositories(), identities.pages(), settings),
            new ReferrersHandler(registries.images(), identities.pages(), settings));
    RegistryLogin login =
        new RegistryLogin(
            identities.tokens(),
            identities.credentials()::holderOf,
            hosts,
            new OtherLogins(identities.logins(), config.defaultRegion(), contexts));
    return new OciDoor(routes, login, settings);
  }

  private StsActions sts() {
    return new StsActions(
        identities.sessions(),
        identities.credentials(),
        identities.roles(),
        identities.webIdentities(),
        new SessionPolicies(iam.managed()),
        config.defaultRegion(),
        contexts);
  }

  private DownloadAddresses downloads() {
    return new DownloadAddresses(registries.repositories(), identities.downloads(), hosts, clock);
  }

  private Door json(Signatures signatures, BodyBudget budget) {
    Pages pages = new Pages(identities.pages());
    Backend backend =
        new Backend(
            registries.repositories(),
            registries.images(),
            registries.storageClasses(),
            registries.scanning(),
            registries.signing(),
            registries.replication(),
            registries.settingLimits(),
            registries.layers(),
            registries.uploads(),
            registries.policies(),
            registries.settings(),
            registries.lifecycle(),
            registries.templates(),
            registries.creation(),
            registries.rules(),
            new Lockout(gate, contexts),
            identities.tokens(),
            downloads(),
            hosts,
            pages);
    RunningServer server =
        new RunningServer(
            Version.current().text(),
            Optional.empty(),
            clock.instant(),
            "sqlite",
            "file",
            config::accounts,
            Set.copyOf(config.regions()));
    return new AwsJsonDoor(
        List.of(
            EcrOperations.service(backend, config.quotas()),
            BerthOperations.service(
                server,
                identities.sessions(),
                trail,
                collection(),
                registries.outbox(),
                new BerthOperations.LifecycleByHand(registries.lifecycle(), time),
                registries.trash(),
                pages,
                clock)),
        signatures,
        budget,
        new Spool(folder.temporary(), new BodyBudget(SPOOL_SPACE, PATIENCE), reserve));
  }

  private BerthOperations.Collection collection() {
    return new BerthOperations.Collection(
        housekeeping, registries.ledger(), registries.holdings(), pulls, config.defaultAccount());
  }
}
