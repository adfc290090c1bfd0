package dev.berth.server;

import dev.berth.blob.BlobStore;
import dev.berth.iam.Resource;
import dev.berth.iam.ResourceTags;
import dev.berth.metadata.Database;
import dev.berth.model.Repository;
import dev.berth.registry.Conformance;
import dev.berth.registry.DiskReserve;
import dev.berth.registry.Retention;
import dev.berth.registry.Rules;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.event.EventExpiry;
import dev.berth.registry.event.Outbox;
import dev.berth.registry.gc.BlobCollection;
import dev.berth.registry.gc.CollectionLedger;
import dev.berth.registry.gc.Holdings;
import dev.berth.registry.gc.UnownedBytes;
import dev.berth.registry.image.Images;
import dev.berth.registry.image.OrphanedReferrers;
import dev.berth.registry.image.StorageClasses;
import dev.berth.registry.lifecycle.Lifecycle;
import dev.berth.registry.policy.ResourcePolicies;
import dev.berth.registry.replication.Replication;
import dev.berth.registry.repository.Repositories;
import dev.berth.registry.scanning.Scanning;
import dev.berth.registry.setting.AccountSettings;
import dev.berth.registry.signing.Signing;
import dev.berth.registry.template.CreationOnNeed;
import dev.berth.registry.template.CreationTemplates;
import dev.berth.registry.trash.Trash;
import dev.berth.registry.trash.TrashExpiry;
import dev.berth.registry.upload.CondemnedBytes;
import dev.berth.registry.upload.Layers;
import dev.berth.registry.upload.UploadExpiry;
import dev.berth.registry.upload.Uploads;
import dev.berth.registry.upstream.PullThroughCacheRules;
import dev.berth.server.config.Config;
import dev.berth.server.job.HalfTheTime;
import dev.berth.server.job.Jobs;
import dev.berth.wire.audit.ActivationDocument;
import dev.berth.wire.audit.LifecycleDocument;
import dev.berth.wire.audit.TrashDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The domain: what the registries of this process can do.
 *
 * @param lifecycle of images
 * @param background work that requests set off; it ends before this does
 * @param resourceTags the tags of repositories, for the gate
 * @param ledger what collection has taken away
 * @param holdings who holds what
 * @param trash what was deleted and can be brought back
 * @param jobs what is done without a request
 */
record Registries(
    Repositories repositories,
    Images images,
    StorageClasses storageClasses,
    Scanning scanning,
    Signing signing,
    Replication replication,
    SettingLimits settingLimits,
    Layers layers,
    Uploads uploads,
    ResourcePolicies policies,
    AccountSettings settings,
    Lifecycle lifecycle,
    ExecutorService background,
    CreationTemplates templates,
    CreationOnNeed creation,
    Outbox outbox,
    PullThroughCacheRules rules,
    ResourceTags resourceTags,
    CollectionLedger ledger,
    Holdings holdings,
    Trash trash,
    List<Jobs.Deleting> jobs)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registries.class);

  private static final Duration EVERY = Duration.ofMinutes(10);

  /** For those that whoever started them did not finish. */
  private static final Duration PREVIEW_EVERY = Duration.ofMinutes(1);

  /** Each run reads every link once, and the grace is many hours. */
  private static final Duration COLLECT_EVERY = Duration.ofHours(1);

  private static final Duration ACTIVATE_EVERY = Duration.ofSeconds(10);

  static Registries open(
      Config config,
      Database database,
      BlobStore blobs,
      DiskReserve reserve,
      EcrRoles roles,
      InstantSource clock,
      SecureRandom random) {
    Rules rules =
        new Rules(
            config.quotas(),
            Retention.DEFAULT
                .withGrace(config.grace())
                .withActivation(config.activation())
                .withUndoWindow(config.undoWindow()),
            config.strictEcr() ? Conformance.ECR : Conformance.OCI);
    UploadExpiry expiry = new UploadExpiry(database, rules.retention());
    CondemnedBytes condemned = new CondemnedBytes(database, blobs, new HalfTheTime());
    EventExpiry events =
        new EventExpiry(database, config.events().keep(), config.events().keepAtMost());
    TrashExpiry trash = new TrashExpiry(database, new TrashDocument(UUID::randomUUID));
    OrphanedReferrers orphans = new OrphanedReferrers(database, rules.retention());
    StorageClasses classes =
        new StorageClasses(
            database, rules.retention(), new ActivationDocument(UUID::randomUUID), clock);
    BlobCollection collection = new BlobCollection(database, rules.retention(), new HalfTheTime());
    ExecutorService background =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("background-", 0).factory());
    Runnable purge = () -> background.execute(() -> purge(condemned));
    purge.run(); // what a killed process left
    Lifecycle lifecycle =
        Lifecycle.over(
            database,
            rules.limits().settings(),
            rules.retention().undoWindow(),
            new LifecycleDocument(UUID::randomUUID),
            UUID::randomUUID,
            background,
            clock);
    CollectionLedger ledger = new CollectionLedger(database, clock);
    UnownedBytes unowned = new UnownedBytes(database, blobs, rules.retention());
    ResourcePolicies policies = new ResourcePolicies(database, new StoredPrincipals(), clock);
    return new Registries(
        new Repositories(database, rules, clock),
        new Images(database, rules, reserve, clock),
        classes,
        new Scanning(database, rules.limits().settings(), clock),
        new Signing(database),
        new Replication(database),
        rules.limits().settings(),
        new Layers(database, blobs, rules, clock),
        new Uploads(database, blobs, rules, reserve, clock, random),
        policies,
        new AccountSettings(database, rules.conformance()),
        lifecycle,
        background,
        new CreationTemplates(database, rules.limits(), policies, clock),
        new CreationOnNeed(database, rules.limits(), roles, lifecycle.policies(), clock),
        new Outbox(database, System::nanoTime),
        new PullThroughCacheRules(database, rules.limits(), roles, clock),
        resource -> tags(database, resource),
        ledger,
        new Holdings(database, rules.retention()),
        new Trash(database, rules, purge, clock),
        List.of(
            new Jobs.Deleting("expire-events", EVERY, events::run),
            recorded(ledger, UploadExpiry.JOB, EVERY, expiry::run),
            recorded(ledger, CondemnedBytes.JOB, EVERY, storage(condemned::run)),
            new Jobs.Deleting("activate-images", ACTIVATE_EVERY, classes::activate),
            new Jobs.Deleting("let-referrers-follow", EVERY, classes::follow),
            recorded(ledger, TrashExpiry.JOB, EVERY, trash::run),
            recorded(ledger, OrphanedReferrers.JOB, COLLECT_EVERY, orphans::run),
            recorded(ledger, "run-lifecycle-policies", EVERY, lifecycle.runs()::run),
            new Jobs.Deleting("run-lifecycle-previews", PREVIEW_EVERY, lifecycle.previews()::run),
            recorded(ledger, BlobCollection.JOB, COLLECT_EVERY, collection::run),
            recorded(ledger, UnownedBytes.JOB, COLLECT_EVERY, storage(unowned::run))));
  }

  private static void purge(CondemnedBytes condemned) {
    try {
      condemned.purge();
    } catch (IOException | RuntimeException e) {
      LOG.error("The bytes of what was purged are still there; a job tries again.", e);
    }
  }

  private static Jobs.Deleting recorded(
      CollectionLedger ledger, String name, Duration every, Consumer<Instant> job) {
    return new Jobs.Deleting(name, every, ledger.recorded(name, job));
  }

  private static Consumer<Instant> storage(OfStorage job) {
    return now -> {
      try {
        job.run(now);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** A job that meets the disk; what it did is in its log. */
  @FunctionalInterface
  private interface OfStorage {
    int run(Instant now) throws IOException;
  }

  private static Map<String, String> tags(Database database, Resource resource) {
    return switch (resource) {
      case Resource.OfRepository(var address) ->
          database.read(
              tx ->
                  tx.repositories()
                      .find(address)
                      .map(Repository::id)
                      .<Map<String, String>>map(tx.resourceTags()::of)
                      .orElseGet(Map::of));
      case Resource.AllRepositories _, Resource.OfArn _, Resource.Any _ -> Map.of();
    };
  }

  @Override
  public void close() {
    background.close();
    outbox.close();
    images.close();
  }
}
