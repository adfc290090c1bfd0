package dev.berth.registry;

import dev.berth.blob.Stored;
import dev.berth.blob.file.Capacity;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.AuditEntry;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Digester;
import dev.berth.model.Image;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.registry.gc.BlobCollection;
import dev.berth.registry.gc.UnownedBytes;
import dev.berth.registry.image.Images;
import dev.berth.registry.image.OrphanedReferrers;
import dev.berth.registry.image.PushedManifest;
import dev.berth.registry.image.StorageClasses;
import dev.berth.registry.repository.Repositories;
import dev.berth.registry.repository.RepositorySettings;
import dev.berth.registry.trash.Trash;
import dev.berth.registry.trash.TrashExpiry;
import dev.berth.registry.upload.Chunk;
import dev.berth.registry.upload.CondemnedBytes;
import dev.berth.registry.upload.Layers;
import dev.berth.registry.upload.UploadExpiry;
import dev.berth.registry.upload.Uploads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The whole registry over a real database and a real blob store in a temporary folder. */
public final class TestRegistry implements AutoCloseable {
  public static final RegistryId REGISTRY =
      new RegistryId(new AccountId("123456789012"), new Region("eu-central-1"));
  public static final Arn ALICE = Arn.parse("arn:aws:iam::123456789012:user/alice");
  public static final Arn BOB = Arn.parse("arn:aws:iam::123456789012:user/bob");

  /** Bytes of the disk that no upload gets. */
  public static final long RESERVE = 1_000;

  /** The default but that what is deleted is gone: for tests of what becomes of it then. */
  public static final Rules WITHOUT_UNDO =
      new Rules(Limits.DEFAULT, Retention.DEFAULT.withUndoWindow(Duration.ZERO), Conformance.OCI);

  public final SettableClock clock = new SettableClock();

  /** Bytes that the disk has, as a test sets them; what is written is not taken off. */
  public final AtomicLong free = new AtomicLong(Long.MAX_VALUE);

  private final AtomicLong nanos = new AtomicLong();

  public final Database database;
  public final FileBlobStore blobs;
  public final Repositories repositories;
  public final Images images;
  public final Uploads uploads;
  public final Layers layers;
  public final UploadExpiry expiry;
  public final CondemnedBytes condemned;
  public final BlobCollection collection;
  public final UnownedBytes unowned;
  public final OrphanedReferrers orphans;
  public final Trash trash;
  public final TrashExpiry trashExpiry;
  public final StorageClasses classes;

  private TestRegistry(Path folder, Rules rules) throws IOException {
    DiskReserve reserve =
        new DiskReserve(
            () -> new DiskReserve.Space(free.get(), Long.MAX_VALUE), total -> RESERVE, nanos::get);
    Files.createDirectories(folder);
    database = Database.sqlite(folder.resolve("berth.db"));
    blobs = FileBlobStore.in(folder.resolve("blobs"), new Capacity(4, 32, Duration.ofSeconds(30)));
    repositories = new Repositories(database, rules, clock);
    images = new Images(database, rules, reserve, clock);
    uploads = new Uploads(database, blobs, rules, reserve, clock, new Random(7));
    layers = new Layers(database, blobs, rules, clock);
    expiry = new UploadExpiry(database, rules.retention());
    condemned = new CondemnedBytes(database, blobs);
    collection = new BlobCollection(database, rules.retention());
    unowned = new UnownedBytes(database, blobs, rules.retention());
    classes = new StorageClasses(database, rules.retention(), TestRegistry::activation, clock);
    orphans = new OrphanedReferrers(database, rules.retention());
    trash = new Trash(database, rules, this::purge, clock);
    trashExpiry = new TrashExpiry(database, (entry, now) -> audit(entry.repository(), now));
  }

  private void purge() {
    try {
      condemned.purge();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AuditEntry activation(RepositoryAddress repository, Image image, Instant now) {
    return audit(repository, now);
  }

  private static AuditEntry audit(RepositoryAddress repository, Instant now) {
    AccountId account = repository.registry().account();
    return new AuditEntry(UUID.randomUUID().toString(), now, account, account, "{}");
  }

  public static TestRegistry in(Path folder) throws IOException {
    return in(folder, Rules.DEFAULT);
  }

  public static TestRegistry in(Path folder, Rules rules) throws IOException {
    return new TestRegistry(folder, rules);
  }

  public static RepositoryAddress address(String name) {
    return new RepositoryAddress(REGISTRY, new RepositoryName(name));
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static Digest sha256(byte[] bytes) {
    return Digester.digest(Digest.Algorithm.SHA256, bytes);
  }

  public static Digest sha256(String text) {
    return sha256(utf8(text));
  }

  public static ReadableByteChannel channel(byte[] bytes) {
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  public static Chunk chunk(String text) {
    return Chunk.of(channel(utf8(text)));
  }

  /** A source that gives some bytes and then fails like a client that went away. */
  public static ReadableByteChannel breakingAfter(byte[] bytes) {
    ReadableByteChannel whole = channel(bytes);
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer into) throws IOException {
        int count = whole.read(into);
        if (count < 0) {
          throw new IOException("the client is gone");
        }
        return count;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  /** A new repository with default settings. */
  public RepositoryAddress repository(String name) {
    return repository(name, RepositorySettings.DEFAULT);
  }

  public RepositoryAddress repository(String name, RepositorySettings settings) {
    return repositories.create(address(name), settings, Map.of()).address();
  }

  /** Pushes a layer in one request. */
  public Digest layer(RepositoryAddress repository, String content) throws IOException {
    Digest digest = sha256(content);
    uploads.receive(repository, ALICE, digest, chunk(content));
    return digest;
  }

  /** Pushes an image of one config and one layer, which carry its name, under tags. */
  public Image image(RepositoryAddress repository, String content, String... tags)
      throws IOException {
    layer(repository, "config of " + content);
    layer(repository, "layer of " + content);
    return put(
        repository, SampleManifests.image("config of " + content, "layer of " + content), tags);
  }

  public Image put(RepositoryAddress repository, String manifest, String... tags) {
    return images.put(repository, pushed(manifest), tags(tags)).image();
  }

  public static PushedManifest pushed(String manifest) {
    return new PushedManifest(utf8(manifest), Optional.empty(), Optional.empty());
  }

  public static List<Tag> tags(String... tags) {
    return Arrays.stream(tags).map(Tag::new).toList();
  }

  /** Lets a second pass, after which the disk is looked at anew. */
  public void pass() {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  /** All bytes of a layer. */
  public byte[] bytes(Blob layer) throws IOException {
    return switch (layers.open(layer, 0, layer.size())) {
      case Stored.Region(var file, long position, long length) -> {
        try (file) {
          ByteBuffer bytes = ByteBuffer.allocate((int) length);
          while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {
            // until it is full
          }
          yield bytes.array();
        }
      }
      case Stored.Streamed(var stream, long _) -> {
        try (stream) {
          yield stream.readAllBytes();
        }
      }
    };
  }

  /** How many keys have bytes in the store. */
  public int storedKeys() throws IOException {
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
    database.close();
  }
}
