package dev.berth.testkit.collection.model;

import dev.berth.blob.file.Capacity;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.registry.Conformance;
import dev.berth.registry.DiskReserve;
import dev.berth.registry.Limits;
import dev.berth.registry.Retention;
import dev.berth.registry.Rules;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.gc.BlobCollection;
import dev.berth.registry.gc.UnownedBytes;
import dev.berth.registry.image.Images;
import dev.berth.registry.image.OrphanedReferrers;
import dev.berth.registry.lifecycle.Lifecycle;
import dev.berth.registry.repository.Repositories;
import dev.berth.registry.trash.Trash;
import dev.berth.registry.trash.TrashExpiry;
import dev.berth.registry.upload.CondemnedBytes;
import dev.berth.registry.upload.Layers;
import dev.berth.registry.upload.UploadExpiry;
import dev.berth.registry.upload.Uploads;
import dev.berth.wire.audit.TrashDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The domain over a database and files, with a clock that stands until it is moved. Each of its
 * transactions is a step of {@link Turns}; what looks on goes to {@link #database}, past them.
 */
final class World implements AutoCloseable {
  static final RegistryId REGISTRY =
      new RegistryId(new AccountId("123456789012"), new Region("eu-central-1"));
  static final Arn CLIENT = Arn.parse("arn:aws:iam::123456789012:user/client");
  static final Retention RETENTION = Retention.DEFAULT;

  final Clock clock = new Clock();
  final Database database;
  final FileBlobStore blobs;
  final Repositories repositories;
  final Images images;
  final Uploads uploads;
  final Layers layers;
  final Lifecycle lifecycle;
  final BlobCollection collection;
  final OrphanedReferrers orphans;
  final UploadExpiry expiry;
  final CondemnedBytes condemned;
  final UnownedBytes unowned;
  final Trash trash;
  final TrashExpiry trashExpiry;
  final Duration window;

  /**
   * Over a database, which the caller closes.
   *
   * @param folder for the bytes, new
   * @param window in which deletion can be undone; zero for not at all
   */
  World(Database database, Path folder, Duration window) throws IOException {
    this.database = database;
    this.window = window;
    Files.createDirectories(folder);
    Database paced = database.paced(Turns::step);
    Rules rules = new Rules(Limits.DEFAULT, RETENTION.withUndoWindow(window), Conformance.OCI);
    DiskReserve reserve =
        new DiskReserve(
            () -> new DiskReserve.Space(Long.MAX_VALUE, Long.MAX_VALUE), _ -> 0, () -> 0);
    blobs = FileBlobStore.in(folder, new Capacity(2, 8, Duration.ofSeconds(30)));
    repositories = new Repositories(paced, rules, clock);
    images = new Images(paced, rules, reserve, clock);
    uploads = new Uploads(paced, blobs, rules, reserve, clock, new Random(7));
    layers = new Layers(paced, blobs, rules, clock);
    lifecycle =
        Lifecycle.over(
            paced,
            SettingLimits.DEFAULT,
            window,
            _ -> List.of(),
            UUID::randomUUID,
            Runnable::run,
            clock);
    collection = new BlobCollection(paced, RETENTION);
    orphans = new OrphanedReferrers(paced, RETENTION);
    expiry = new UploadExpiry(paced, RETENTION);
    condemned = new CondemnedBytes(paced, blobs);
    unowned = new UnownedBytes(paced, blobs, RETENTION);
    trash = new Trash(paced, rules, () -> {}, clock);
    trashExpiry = new TrashExpiry(paced, new TrashDocument(UUID::randomUUID));
  }

  static RepositoryAddress address(String repository) {
    return new RepositoryAddress(REGISTRY, new RepositoryName(repository));
  }

  /** How many keys have bytes. */
  int storedKeys() throws IOException {
    int keys = 0;
    for (String day : blobs.days()) {
      keys += blobs.keys(day).size();
    }
    return keys;
  }

  @Override
  public void close() {
    images.close();
    blobs.close();
  }

  /** Stands still until it is moved. */
  static final class Clock implements InstantSource {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));

    @Override
    public Instant instant() {
      return now.get();
    }

    void advance(Duration by) {
      now.updateAndGet(instant -> instant.plus(by));
    }
  }
}
