package dev.berth.metadata;

import dev.berth.model.Page;
import dev.berth.model.Tag;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The tags of images. A tag names one image of its repository. */
public final class TagTable {
  private static final String PUT =
      """
      insert into tag (repository_id, name, image_id, tagged_at)
      values (:repository, :name, :image, :at)
      on conflict (repository_id, name) do update
         set image_id = excluded.image_id,
             tagged_at = excluded.tagged_at
      """;

  private static final String DELETE =
      """
      delete from tag
       where repository_id = :repository
         and name = :name
      """;

  private static final Dialect.Sql OF =
      Dialect.sql(
          dialect ->
              """
              select image_id, name
                from tag
               where image_id in (%s)
              """
                  .formatted(dialect.integers("images")));

  private static final String COUNT =
      """
      select count(*)
        from tag
       where image_id = :image
      """;

  private static final String PAGE =
      """
      select t.name
        from tag t
        join image i on i.id = t.image_id
       where t.repository_id = :repository
         and t.name > :after
         and i.status = 'ACTIVE'
       order by t.name
       limit :limit
      """;

  private static final String DELETE_OF_IMAGE =
      """
      delete from tag
       where image_id = :image
      """;

  private static final String DELETE_OF_REPOSITORY =
      """
      delete from tag
       where repository_id = :repository
      """;

  private final Handle handle;
  private final Dialect dialect;

  TagTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /** Makes the tag name that image of the repository, whether it is new or moves. */
  public void put(long repositoryId, Tag tag, long imageId, Instant at) {
    handle
        .createUpdate(PUT)
        .bind("repository", repositoryId)
        .bind("name", tag.value())
        .bind("image", imageId)
        .bind("at", Micros.of(at))
        .execute();
  }

  /** Removes the tag, not the image; nothing when it is not there. */
  public void delete(long repositoryId, Tag tag) {
    handle
        .createUpdate(DELETE)
        .bind("repository", repositoryId)
        .bind("name", tag.value())
        .execute();
  }

  /** The image's tags in byte order. */
  public SortedSet<Tag> of(long imageId) {
    return of(List.of(imageId)).getOrDefault(imageId, new TreeSet<>());
  }

  /** The tags of each image in byte order; an image without tags is absent. */
  public Map<Long, SortedSet<Tag>> of(Collection<Long> imageIds) {
    Map<Long, SortedSet<Tag>> found = new HashMap<>();
    handle
        .createQuery(OF.in(dialect))
        .bind("images", Dialect.list(imageIds))
        .map((row, _) -> Map.entry(row.getLong(1), new Tag(row.getString(2))))
        .forEach(
            tag -> found.computeIfAbsent(tag.getKey(), _ -> new TreeSet<>()).add(tag.getValue()));
    return found;
  }

  /** How many tags the image has. */
  public int count(long imageId) {
    return handle.createQuery(COUNT).bind("image", imageId).mapTo(Integer.class).one();
  }

  /** The tags of the repository's active images in byte order. */
  public Page<Tag, Tag> page(long repositoryId, Page.Request<Tag> request) {
    List<Tag> rows =
        handle
            .createQuery(PAGE)
            .bind("repository", repositoryId)
            .bind("after", request.after().map(Tag::value).orElse(""))
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> new Tag(row.getString(1)))
            .list();
    return Keyset.page(rows, request, tag -> tag);
  }

  void deleteOfImage(long imageId) {
    handle.createUpdate(DELETE_OF_IMAGE).bind("image", imageId).execute();
  }

  void deleteOfRepository(long repositoryId) {
    handle.createUpdate(DELETE_OF_REPOSITORY).bind("repository", repositoryId).execute();
  }
}
