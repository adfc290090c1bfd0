package dev.berth.metadata;

import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.LifecyclePreview.Result;
import dev.berth.metadata.LifecyclePreview.Status;
import dev.berth.model.Digest;
import dev.berth.model.Page;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** Previews of lifecycle policies, at most one for each repository (ECR dossier 12.4). */
public final class LifecyclePreviewTable {
  private static final String START =
      """
      insert into lifecycle_preview
             (repository_id, document, status, attempt, claimed_until, started_at, finished_at, expiring, transitioning)
      values (:repository, :document, 'IN_PROGRESS', 1, 0, :at, null, 0, 0)
      on conflict (repository_id) do update
         set document = excluded.document,
             status = excluded.status,
             attempt = lifecycle_preview.attempt + 1,
             claimed_until = 0,
             started_at = excluded.started_at,
             finished_at = null,
             expiring = 0,
             transitioning = 0
      """;

  private static final String CLAIM =
      """
      update lifecycle_preview
         set attempt = attempt + 1,
             claimed_until = :until
       where repository_id = :repository
         and status = 'IN_PROGRESS'
         and claimed_until <= :now
      returning *
      """;

  private static final String FIND =
      """
      select *
        from lifecycle_preview
       where repository_id = :repository
      """;

  private static final String WAITING =
      """
      select r.account, r.region, r.name
        from lifecycle_preview p
        join repository r on r.id = p.repository_id
       where p.status = 'IN_PROGRESS'
         and p.claimed_until <= :now
         and p.started_at <= :started
       order by p.repository_id
       limit :limit
      """;

  private static final String FINISH =
      """
      update lifecycle_preview
         set status = :status,
             finished_at = :at,
             expiring = :expiring,
             transitioning = :transitioning
       where repository_id = :repository
         and attempt = :attempt
         and status = 'IN_PROGRESS'
      """;

  private static final String ADD =
      """
      insert into lifecycle_preview_result
             (repository_id, attempt, position, digest, tags, pushed_at, priority, action, storage_class)
      values (:repository, :attempt, :position, :digest, :tags, :pushedAt, :priority, :action, :storageClass)
      """;

  private static final String PAGE =
      """
      select *
        from lifecycle_preview_result
       where repository_id = :repository
         and attempt = :attempt
         and position > :after
         and (:status = 'ANY' or (:status = 'TAGGED') = (tags <> ''))
       order by position
       limit :limit
      """;

  private static final Dialect.Sql OF_DIGESTS =
      Dialect.sql(
          dialect ->
              """
              select *
                from lifecycle_preview_result
               where repository_id = :repository
                 and attempt = :attempt
                 and digest in (%s)
               order by position
              """
                  .formatted(dialect.texts("digests")));

  // Of earlier attempts, or of a preview that has expired.
  private static final String UNOWNED =
      """
      select p.repository_id,
             case when p.finished_at <= :finished then p.attempt else p.attempt - 1 end as attempt
        from lifecycle_preview p
       where exists (select 1
                       from lifecycle_preview_result o
                      where o.repository_id = p.repository_id
                        and (o.attempt < p.attempt or p.finished_at <= :finished))
       order by p.repository_id
       limit 1
      """;

  private static final String SWEEP =
      """
      delete from lifecycle_preview_result
       where (repository_id, attempt, position) in
             (select repository_id, attempt, position
                from lifecycle_preview_result
               where repository_id = :repository
                 and attempt <= :attempt
               order by attempt, position
               limit :limit)
      """;

  private static final String DELETE_RESULTS =
      """
      delete from lifecycle_preview_result
       where repository_id = :repository
      """;

  private static final String DELETE =
      """
      delete from lifecycle_preview
       where repository_id = :repository
      """;

  private final Handle handle;
  private final Dialect dialect;

  LifecyclePreviewTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /**
   * Results that nobody will ask for.
   *
   * @param repositoryId whose preview they were of
   * @param attempt the last one of them
   */
  public record Unowned(long repositoryId, long attempt) {}

  /** Begins a preview in the place of one that is there. */
  public void start(long repositoryId, String document, Instant at) {
    handle
        .createUpdate(START)
        .bind("repository", repositoryId)
        .bind("document", document)
        .bind("at", Micros.of(at))
        .execute();
  }

  /**
   * Takes a preview that is in progress, to work on it.
   *
   * @param until until then nobody else can have it
   * @return with an attempt of its own; empty when there is none, or somebody has it
   */
  public Optional<LifecyclePreview> claim(long repositoryId, Instant now, Instant until) {
    return handle
        .createQuery(CLAIM)
        .bind("repository", repositoryId)
        .bind("now", Micros.of(now))
        .bind("until", Micros.of(until))
        .map((row, _) -> preview(row))
        .findOne();
  }

  /** The repository's preview. */
  public Optional<LifecyclePreview> find(long repositoryId) {
    return handle
        .createQuery(FIND)
        .bind("repository", repositoryId)
        .map((row, _) -> preview(row))
        .findOne();
  }

  /** Repositories with a preview in progress, started by then, that nobody works on. */
  public List<RepositoryAddress> waiting(Instant now, Instant startedBy, int limit) {
    return handle
        .createQuery(WAITING)
        .bind("now", Micros.of(now))
        .bind("started", Micros.of(startedBy))
        .bind("limit", limit)
        .map((row, _) -> RepositoryTable.address(row))
        .list();
  }

  /**
   * Adds results.
   *
   * @return false, and nothing is added, when the attempt is no longer the one that counts
   */
  public boolean add(LifecyclePreview preview, List<Result> results) {
    if (!isCurrent(preview)) {
      return false;
    }
    PreparedBatch batch = handle.prepareBatch(ADD);
    for (Result result : results) {
      batch
          .bind("repository", preview.repositoryId())
          .bind("attempt", preview.attempt())
          .bind("position", result.position())
          .bind("digest", result.digest().toString())
          .bind("tags", result.tags().stream().map(Tag::value).collect(Collectors.joining(" ")))
          .bind("pushedAt", Micros.of(result.pushedAt()))
          .bind("priority", result.priority())
          .bind("action", result.action())
          .bind("storageClass", result.storageClass())
          .add();
    }
    if (!results.isEmpty()) {
      batch.execute();
    }
    return true;
  }

  /**
   * Ends the attempt.
   *
   * @param ended {@link Status#COMPLETE} or {@link Status#FAILED}, with its counts
   * @return false, and nothing is changed, when it is no longer the one that counts
   */
  public boolean finish(LifecyclePreview ended, Instant at) {
    return handle
            .createUpdate(FINISH)
            .bind("repository", ended.repositoryId())
            .bind("attempt", ended.attempt())
            .bind("status", ended.status().name())
            .bind("at", Micros.of(at))
            .bind("expiring", ended.expiring())
            .bind("transitioning", ended.transitioning())
            .execute()
        > 0;
  }

  /** The results of a preview, the oldest image first. */
  public Page<Result, Long> page(
      LifecyclePreview preview, TagStatus status, Page.Request<Long> request) {
    List<Result> rows =
        of(handle.createQuery(PAGE), preview)
            .bind("status", status.name())
            .bind("after", request.after().orElse(0L))
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> result(row))
            .list();
    return Keyset.page(rows, request, Result::position);
  }

  /** The results of a preview for some images, the oldest first. */
  public List<Result> of(LifecyclePreview preview, Collection<Digest> digests) {
    return of(handle.createQuery(OF_DIGESTS.in(dialect)), preview)
        .bind("digests", Dialect.list(digests))
        .map((row, _) -> result(row))
        .list();
  }

  /**
   * Results that nobody will ask for: of earlier attempts, or of a preview that was finished by
   * then.
   */
  public Optional<Unowned> unowned(Instant finishedBy) {
    return handle
        .createQuery(UNOWNED)
        .bind("finished", Micros.of(finishedBy))
        .map((row, _) -> new Unowned(row.getLong(1), row.getLong(2)))
        .findOne();
  }

  /** Removes some of them. */
  public void sweep(Unowned results, int limit) {
    handle
        .createUpdate(SWEEP)
        .bind("repository", results.repositoryId())
        .bind("attempt", results.attempt())
        .bind("limit", limit)
        .execute();
  }

  void deleteOfRepository(long repositoryId) {
    handle.createUpdate(DELETE_RESULTS).bind("repository", repositoryId).execute();
    handle.createUpdate(DELETE).bind("repository", repositoryId).execute();
  }

  private boolean isCurrent(LifecyclePreview preview) {
    return find(preview.repositoryId())
        .filter(now -> now.attempt() == preview.attempt() && now.status() == Status.IN_PROGRESS)
        .isPresent();
  }

  private static Query of(Query query, LifecyclePreview preview) {
    return query.bind("repository", preview.repositoryId()).bind("attempt", preview.attempt());
  }

  private static LifecyclePreview preview(ResultSet row) throws SQLException {
    long finished = row.getLong("finished_at");
    Optional<Instant> finishedAt =
        row.wasNull() ? Optional.empty() : Optional.of(Micros.at(finished));
    return new LifecyclePreview(
        row.getLong("repository_id"),
        row.getString("document"),
        Status.valueOf(row.getString("status")),
        row.getLong("attempt"),
        finishedAt,
        row.getLong("expiring"),
        row.getLong("transitioning"));
  }

  private static Result result(ResultSet row) throws SQLException {
    String tags = row.getString("tags");
    return new Result(
        row.getLong("position"),
        Digest.parse(row.getString("digest")),
        tags.isEmpty() ? List.of() : Stream.of(tags.split(" ")).map(Tag::new).toList(),
        Micros.at(row.getLong("pushed_at")),
        row.getInt("priority"),
        row.getString("action"),
        row.getString("storage_class"));
  }
}
