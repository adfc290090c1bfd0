package dev.berth.metadata;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Counts what quotas count, over all registries. */
public final class ResourceQueries {
  private static final String OF_REGISTRIES =
      """
      select r.account, r.region,
             count(*) as repositories,
             coalesce(sum(c.images), 0) as images,
             coalesce(max(c.images), 0) as most
        from repository r
        left join image_count c on c.repository_id = r.id
       group by r.account, r.region
       order by r.account, r.region
      """;

  private static final String OF_REPOSITORIES =
      """
      select r.account, r.region, r.name, coalesce(c.images, 0) as images
        from repository r
        left join image_count c on c.repository_id = r.id
       order by r.id
       limit :limit
      """;

  private static final String OPEN_UPLOADS =
      """
      select count(*)
        from upload
       where finished_at is null
      """;

  private final Handle handle;

  ResourceQueries(Handle handle) {
    this.handle = handle;
  }

  /**
   * Counts now. Reads a row for each repository.
   *
   * @param named of how many repositories each is told, the oldest first
   */
  public ResourceCounts counts(int named) {
    List<ResourceCounts.OfRegistry> registries =
        handle
            .createQuery(OF_REGISTRIES)
            .map(
                (row, _) ->
                    new ResourceCounts.OfRegistry(
                        RepositoryTable.registry(row),
                        row.getLong("repositories"),
                        row.getLong("images"),
                        row.getLong("most")))
            .list();
    List<ResourceCounts.OfRepository> repositories =
        named == 0
            ? List.of()
            : handle
                .createQuery(OF_REPOSITORIES)
                .bind("limit", named)
                .map(
                    (row, _) ->
                        new ResourceCounts.OfRepository(
                            RepositoryTable.address(row), row.getLong("images")))
                .list();
    long uploads = handle.createQuery(OPEN_UPLOADS).mapTo(Long.class).one();
    return new ResourceCounts(registries, repositories, uploads);
  }
}
