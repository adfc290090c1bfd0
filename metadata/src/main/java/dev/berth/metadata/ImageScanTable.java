package dev.berth.metadata;

import dev.berth.model.RegistryId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Basic scans that were asked for, as far as quotas and the last one of an image need them. */
public final class ImageScanTable {
  private static final String ADD =
      """
      insert into image_scan (image_id, account, region, started_at)
      values (:image, :account, :region, :at)
      """;

  private static final String FORGET =
      """
      delete from image_scan
       where image_id = :image
         and started_at <= :until
      """;

  private static final String COUNT_OF_IMAGE =
      """
      select count(*)
        from image_scan
       where image_id = :image
         and started_at > :since
      """;

  private static final String COUNT_OF_REGISTRY =
      """
      select count(*)
        from image_scan
       where account = :account
         and region = :region
         and started_at > :since
      """;

  private static final String LAST =
      """
      select max(started_at)
        from image_scan
       where image_id = :image
      """;

  private static final String DELETE =
      """
      delete from image_scan
       where image_id = :image
      """;

  private static final String DELETE_OF_REPOSITORY =
      """
      delete from image_scan
       where image_id in (select id
                            from image
                           where repository_id = :repository)
      """;

  private final Handle handle;

  ImageScanTable(Handle handle) {
    this.handle = handle;
  }

  /** Notes a scan, and forgets those of the image that began at {@code until} or before. */
  public void add(RegistryId registry, long imageId, Instant at, Instant until) {
    handle.createUpdate(FORGET).bind("image", imageId).bind("until", Micros.of(until)).execute();
    handle
        .createUpdate(ADD)
        .bind("image", imageId)
        .bind("account", registry.account().value())
        .bind("region", registry.region().value())
        .bind("at", Micros.of(at))
        .execute();
  }

  /** How many scans of the image began after {@code since}. */
  public long countOfImage(long imageId, Instant since) {
    return handle
        .createQuery(COUNT_OF_IMAGE)
        .bind("image", imageId)
        .bind("since", Micros.of(since))
        .mapTo(Long.class)
        .one();
  }

  /** How many scans of the registry's images began after {@code since}. */
  public long countOfRegistry(RegistryId registry, Instant since) {
    return handle
        .createQuery(COUNT_OF_REGISTRY)
        .bind("account", registry.account().value())
        .bind("region", registry.region().value())
        .bind("since", Micros.of(since))
        .mapTo(Long.class)
        .one();
  }

  /** When the last scan of the image began. */
  public Optional<Instant> last(long imageId) {
    return handle
        .createQuery(LAST)
        .bind("image", imageId)
        .map(
            (row, _) -> {
              long at = row.getLong(1);
              return row.wasNull() ? Optional.<Instant>empty() : Optional.of(Micros.at(at));
            })
        .one();
  }

  /** Forgets the image's scans. */
  public void deleteOfImage(long imageId) {
    handle.createUpdate(DELETE).bind("image", imageId).execute();
  }

  void deleteOfRepository(long repositoryId) {
    handle.createUpdate(DELETE_OF_REPOSITORY).bind("repository", repositoryId).execute();
  }
}
