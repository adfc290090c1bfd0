package dev.berth.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.metadata.ImageTable.NewImage;
import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Blob;
import dev.berth.model.BlobFormat;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Encryption;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.MediaType;
import dev.berth.model.Page;
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
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDatabaseTest {
  private static final RegistryId REGISTRY =
      new RegistryId(new AccountId("123456789012"), new Region("eu-west-1"));
  private static final RepositoryAddress ADDRESS =
      new RepositoryAddress(REGISTRY, new RepositoryName("team/app"));
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123456Z");

  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("berth.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void what_was_written_is_there_after_the_file_was_closed_and_opened_again() {
    Repository made = repository();
    database.close();
    database = Database.sqlite(folder.resolve("berth.db"));
    assertThat(database.<Optional<Repository>>read(t -> t.repositories().find(ADDRESS)))
        .contains(made);
  }

  @Test
  void a_refusal_reaches_its_caller_with_the_callers_stack_and_leaves_nothing() {
    repository();
    assertThatThrownBy(
            () ->
                database.write(
                    t -> {
                      t.accounts().insert(REGISTRY.account(), NOW);
                      throw new IllegalArgumentException("refused");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("refused")
        .satisfies(
            refusal ->
                assertThat(refusal.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().contains("SqliteDatabaseTest"))
                    .noneMatch(frame -> frame.getClassName().contains("GroupWriter.work")));
    assertThat(database.<List<AccountId>>read(t -> t.accounts().all())).isEmpty();
  }

  @Test
  void a_pushed_image_is_found_listed_and_keeps_its_blob_until_it_is_deleted() {
    Repository repository = repository();
    Digest layer = digest('1');
    Blob blob =
        database.write(
            t -> {
              Blob stored = t.blobs().insert(REGISTRY, "", layer, 5, key('1'), BlobFormat.PLAIN);
              t.blobs().link(repository.id(), stored.id(), NOW);
              return stored;
            });
    Image image = image(repository, 'a', blob);

    Optional<Image> tagged =
        database.read(
            t -> t.images().find(repository.id(), new ImageReference.ByTag(new Tag("latest"))));
    assertThat(tagged).contains(image);
    Page<Image, Long> page =
        database.read(
            t ->
                t.images()
                    .page(
                        repository.id(),
                        TagStatus.TAGGED,
                        new Page.Request<>(Optional.empty(), 10)));
    assertThat(page.items()).containsExactly(image);
    Page<TaggedDigest, TaggedDigest.Key> list =
        database.read(
            t ->
                t.images()
                    .list(
                        repository.id(), TagStatus.ANY, new Page.Request<>(Optional.empty(), 10)));
    assertThat(list.items())
        .extracting(TaggedDigest::digest, TaggedDigest::tag)
        .containsExactly(tuple(image.digest(), Optional.of(new Tag("latest"))));
    assertThat(database.<Boolean>write(t -> t.blobs().unlink(repository.id(), blob.id())))
        .isFalse();

    database.write(
        t -> {
          t.images().delete(image.id());
          return image;
        });
    assertThat(database.<Boolean>write(t -> t.blobs().unlink(repository.id(), blob.id()))).isTrue();
  }

  @Test
  void referrers_of_a_subject_are_found_by_artifact_type() {
    Repository repository = repository();
    Digest subject = digest('f');
    Image referrer =
        database.write(
            t ->
                t.images()
                    .insert(
                        new NewImage(
                            repository.id(),
                            digest('2'),
                            MediaType.OCI_MANIFEST,
                            "{}".getBytes(StandardCharsets.UTF_8),
                            2,
                            Optional.of("application/vnd.sbom"),
                            Optional.of(subject),
                            NOW)));
    Page.Request<Long> all = new Page.Request<>(Optional.empty(), 10);
    Page<Referrer, Long> ofType =
        database.read(
            t ->
                t.images()
                    .referrers(repository.id(), subject, Set.of("application/vnd.sbom"), all));
    assertThat(ofType.items()).extracting(Referrer::image).containsExactly(referrer);
    Page<Referrer, Long> ofOther =
        database.read(t -> t.images().referrers(repository.id(), subject, Set.of("other\""), all));
    assertThat(ofOther.items()).isEmpty();
  }

  @Test
  void a_deleted_repository_condemns_what_its_open_uploads_received() {
    Repository repository = repository();
    Upload upload =
        new Upload(
            new UploadId(new UUID(1, 2)),
            repository.id(),
            key('7'),
            Arn.ofRoot(REGISTRY.account()),
            NOW,
            NOW,
            Upload.Parts.NONE.plus(7),
            Optional.empty());
    database.write(
        t -> {
          t.uploads().insert(upload);
          return upload;
        });
    assertThat(database.<Optional<Upload>>read(t -> t.uploads().find(repository.id(), upload.id())))
        .contains(upload);
    database.write(
        t -> {
          t.repositories().delete(repository.id());
          return upload;
        });
    assertThat(database.<List<BlobKey>>read(t -> t.condemned().due(NOW, 10)))
        .containsExactly(key('7'));
    assertThat(database.<Optional<Repository>>read(t -> t.repositories().find(ADDRESS))).isEmpty();
  }

  private Repository repository() {
    return database
        .<Optional<Repository>>write(
            t ->
                t.repositories()
                    .insert(ADDRESS, NOW, TagMutability.MUTABLE, false, Encryption.AES256))
        .orElseThrow();
  }

  private Image image(Repository repository, char seed, Blob blob) {
    return database.write(
        t -> {
          Image image =
              t.images()
                  .insert(
                      new NewImage(
                          repository.id(),
                          digest(seed),
                          MediaType.OCI_MANIFEST,
                          "{}".getBytes(StandardCharsets.UTF_8),
                          7,
                          Optional.empty(),
                          Optional.empty(),
                          NOW));
          t.images().insertEdges(image.id(), List.of(blob.id(), blob.id()), List.of());
          t.tags().put(repository.id(), new Tag("latest"), image.id(), NOW);
          return image;
        });
  }

  private static Digest digest(char digit) {
    return new Digest(Digest.Algorithm.SHA256, String.valueOf(digit).repeat(64));
  }

  private static BlobKey key(char digit) {
    return new BlobKey("2026-11-01", String.valueOf(digit).repeat(32));
  }
}
