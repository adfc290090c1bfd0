package dev.berth.testkit.metadata;

import dev.berth.metadata.Database;
import dev.berth.metadata.ImageTable.NewImage;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Blob;
import dev.berth.model.BlobFormat;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Encryption;
import dev.berth.model.Image;
import dev.berth.model.MediaType;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TagMutability;
import dev.berth.model.Upload;
import dev.berth.model.UploadId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Rows to test with. Each registry, digest and key is used once, so tests share a database and
 * nothing else.
 */
public final class GivenRows {
  public static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123456Z");
  public static final AccountId ACCOUNT = new AccountId("123456789012");

  private static final AtomicLong SERIAL = new AtomicLong();

  private final Database database;

  public GivenRows(Database database) {
    this.database = database;
  }

  /** A registry that holds nothing yet. */
  public static RegistryId registry() {
    return new RegistryId(ACCOUNT, new Region("test-" + SERIAL.incrementAndGet()));
  }

  public static Digest digest() {
    return new Digest(Digest.Algorithm.SHA256, "%064x".formatted(SERIAL.incrementAndGet()));
  }

  public static BlobKey key() {
    return new BlobKey("2026-11-01", "%032x".formatted(SERIAL.incrementAndGet()));
  }

  /** Runs a change that has no result. */
  public void change(Consumer<Transaction> change) {
    database.write(
        transaction -> {
          change.accept(transaction);
          return "done";
        });
  }

  /** A repository in a registry of its own. */
  public Repository repository() {
    return repository(registry(), "team/app");
  }

  public Repository repository(RegistryId registry, String name) {
    return database.write(
        transaction ->
            transaction
                .repositories()
                .insert(
                    new RepositoryAddress(registry, new RepositoryName(name)),
                    NOW,
                    TagMutability.MUTABLE,
                    false,
                    Encryption.AES256)
                .orElseThrow());
  }

  /** A blob of the repository's registry that nobody links. */
  public static Blob blob(Transaction transaction, Repository repository) {
    return transaction
        .blobs()
        .insert(
            repository.registry(),
            repository.encryption().sharingKey(),
            digest(),
            5,
            key(),
            BlobFormat.PLAIN);
  }

  /** A blob that the repository links since {@link #NOW}. */
  public Blob linkedBlob(Repository repository) {
    return database.write(
        transaction -> {
          Blob blob = blob(transaction, repository);
          transaction.blobs().link(repository.id(), blob.id(), NOW);
          return blob;
        });
  }

  /** An image under a digest of its own that names nothing and has no tag. */
  public static Image image(Transaction transaction, Repository repository) {
    return transaction.images().insert(newImage(repository));
  }

  public static NewImage newImage(Repository repository) {
    return new NewImage(
        repository.id(),
        digest(),
        MediaType.OCI_MANIFEST,
        "{}".getBytes(StandardCharsets.UTF_8),
        7,
        Optional.empty(),
        Optional.empty(),
        NOW);
  }

  /** An image with these tags. */
  public Image image(Repository repository, String... tags) {
    return database.write(
        transaction -> {
          Image image = image(transaction, repository);
          for (String tag : tags) {
            transaction.tags().put(repository.id(), new Tag(tag), image.id(), NOW);
          }
          return image;
        });
  }

  /** An image that names the blob. */
  public Image imageOf(Repository repository, Blob blob) {
    return database.write(
        transaction -> {
          Image image = image(transaction, repository);
          transaction.images().insertEdges(image.id(), List.of(blob.id()), List.of());
          return image;
        });
  }

  /** An open upload, not stored yet. */
  public static Upload upload(Repository repository, Instant lastActiveAt) {
    return new Upload(
        new UploadId(new UUID(0, SERIAL.incrementAndGet())),
        repository.id(),
        key(),
        Arn.ofRoot(ACCOUNT),
        NOW,
        lastActiveAt,
        Upload.Parts.NONE,
        Optional.empty());
  }
}
