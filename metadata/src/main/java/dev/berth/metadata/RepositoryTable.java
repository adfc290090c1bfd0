package dev.berth.metadata;

import dev.berth.model.AccountId;
import dev.berth.model.Encryption;
import dev.berth.model.Page;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TagFilter;
import dev.berth.model.TagMutability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Repositories, unique by name in their registry. */
public final class RepositoryTable {
  private static final String FIND =
      """
      select *
        from repository
       where account = ?
         and region = ?
         and name = ?
      """;

  private static final String ADDRESS =
      """
      select account, region, name
        from repository
       where id = ?
      """;

  private static final String TOUCH =
      """
      update repository
         set scan_on_push = scan_on_push
       where account = :account
         and region = :region
         and name = :name
      """;

  private static final String INSERT =
      """
      insert into repository
             (account, region, name, created_at, tag_mutability, tag_exclusions, scan_on_push, encryption, kms_key)
      values (:account, :region, :name, :createdAt, :mutability, :exclusions, :scanOnPush, :encryption, :kmsKey)
      on conflict do nothing
      returning *
      """;

  private static final Dialect.Sql FIND_ALL =
      Dialect.sql(
          dialect ->
              """
              select *
                from repository
               where account = :account
                 and region = :region
                 and name in (%s)
               order by name
              """
                  .formatted(dialect.texts("names")));

  private static final String PAGE =
      """
      select *
        from repository
       where account = :account
         and region = :region
         and name > :after
       order by name
       limit :limit
      """;

  private static final String COUNT =
      """
      select count(*)
        from repository
       where account = :account
         and region = :region
      """;

  private static final String SET_TAG_MUTABILITY =
      """
      update repository
         set tag_mutability = :mutability,
             tag_exclusions = :exclusions
       where id = :id
      """;

  private static final String SET_SCAN_ON_PUSH =
      """
      update repository
         set scan_on_push = :scanOnPush
       where id = :id
      """;

  private static final String DELETE =
      """
      delete from repository
       where id = :id
      """;

  private final Handle handle;
  private final Dialect dialect;

  RepositoryTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  public Optional<Repository> find(RepositoryAddress address) {
    return DirectQueries.first(
        handle,
        FIND,
        row -> repository(row, address),
        address.registry().account().value(),
        address.registry().region().value(),
        address.name().value());
  }

  /** Where the repository with that row is; empty when it is gone. */
  public Optional<RepositoryAddress> address(long id) {
    return DirectQueries.first(handle, ADDRESS, RepositoryTable::address, id);
  }

  /**
   * The repository, locked until the transaction ends: of two writers that lock it, the second sees
   * everything that the first one did. Reads do not wait.
   */
  public Optional<Repository> lock(RepositoryAddress address) {
    if (dialect.writersOverlap()) {
      at(handle.createUpdate(TOUCH), address).execute();
    }
    return find(address);
  }

  /** The new repository; empty when the name is taken. */
  public Optional<Repository> insert(
      RepositoryAddress address,
      Instant createdAt,
      TagMutability mutability,
      boolean scanOnPush,
      Encryption encryption) {
    return at(handle.createQuery(INSERT), address)
        .bind("createdAt", Micros.of(createdAt))
        .bind("mutability", mutability.mode().name())
        .bind("exclusions", exclusions(mutability))
        .bind("scanOnPush", scanOnPush)
        .bind("encryption", encryption.type().name())
        .bind("kmsKey", encryption.kmsKey().orElse(null))
        .map((row, _) -> repository(row))
        .findOne();
  }

  /** Those of the named repositories that exist, by name. */
  public List<Repository> findAll(RegistryId registry, Collection<RepositoryName> names) {
    return in(handle.createQuery(FIND_ALL.in(dialect)), registry)
        .bind("names", Dialect.list(names))
        .map((row, _) -> repository(row))
        .list();
  }

  /** The registry's repositories by name, in byte order. */
  public Page<Repository, RepositoryName> page(
      RegistryId registry, Page.Request<RepositoryName> request) {
    List<Repository> rows =
        in(handle.createQuery(PAGE), registry)
            .bind("after", request.after().map(RepositoryName::value).orElse(""))
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> repository(row))
            .list();
    return Keyset.page(rows, request, Repository::name);
  }

  public long count(RegistryId registry) {
    return in(handle.createQuery(COUNT), registry).mapTo(Long.class).one();
  }

  public void setTagMutability(long id, TagMutability mutability) {
    handle
        .createUpdate(SET_TAG_MUTABILITY)
        .bind("id", id)
        .bind("mutability", mutability.mode().name())
        .bind("exclusions", exclusions(mutability))
        .execute();
  }

  public void setScanOnPush(long id, boolean scanOnPush) {
    handle.createUpdate(SET_SCAN_ON_PUSH).bind("id", id).bind("scanOnPush", scanOnPush).execute();
  }

  /**
   * Removes the repository and all it holds: tags, images with their edges, links, uploads, its
   * policies. What open uploads have received is condemned at once; the bytes of blobs stay for
   * collection to find.
   */
  public void delete(long id) {
    new LifecyclePolicyTable(handle).delete(id); // first, so that nothing is counted as lost to it
    new LifecyclePreviewTable(handle, dialect).deleteOfRepository(id);
    new LifecycleProtectionTable(handle).deleteOfRepository(id);
    new TagTable(handle, dialect).deleteOfRepository(id);
    new ImageTable(handle, dialect).deleteOfRepository(id);
    new BlobTable(handle, dialect).unlinkOfRepository(id);
    new UploadTable(handle, dialect).deleteOfRepository(id);
    new ResourceTagTable(handle).deleteOfRepository(id);
    new RepositoryPolicyTable(handle).delete(id);
    handle.createUpdate(DELETE).bind("id", id).execute();
  }

  /** Binds {@code account}, {@code region} and {@code name}, as {@link #address} reads them. */
  static <S extends SqlStatement<S>> S at(S statement, RepositoryAddress address) {
    return in(statement, address.registry()).bind("name", address.name().value());
  }

  /** Binds {@code account} and {@code region}, as {@link #registry} reads them. */
  static <S extends SqlStatement<S>> S in(S statement, RegistryId registry) {
    return statement
        .bind("account", registry.account().value())
        .bind("region", registry.region().value());
  }

  /** What stands in {@code tag_exclusions}. */
  static String exclusions(TagMutability mutability) {
    return mutability.exclusions().stream()
        .map(TagFilter::pattern)
        .collect(Collectors.joining(" "));
  }

  private static Repository repository(ResultSet row) throws SQLException {
    return repository(row, address(row));
  }

  private static Repository repository(ResultSet row, RepositoryAddress address)
      throws SQLException {
    return new Repository(
        row.getLong("id"),
        address,
        Micros.at(row.getLong("created_at")),
        tagMutability(row),
        row.getBoolean("scan_on_push"),
        encryption(row));
  }

  /** What is in the columns {@code tag_mutability} and {@code tag_exclusions}. */
  static TagMutability tagMutability(ResultSet row) throws SQLException {
    return new TagMutability(
        TagMutability.Mode.valueOf(row.getString("tag_mutability")),
        filters(row.getString("tag_exclusions")));
  }

  /** What is in the columns {@code encryption} and {@code kms_key}. */
  static Encryption encryption(ResultSet row) throws SQLException {
    return new Encryption(
        Encryption.Type.valueOf(row.getString("encryption")),
        Optional.ofNullable(row.getString("kms_key")));
  }

  /** The address in the columns {@code account}, {@code region} and {@code name}. */
  static RepositoryAddress address(ResultSet row) throws SQLException {
    return new RepositoryAddress(registry(row), new RepositoryName(row.getString("name")));
  }

  /** The registry in the columns {@code account} and {@code region}. */
  static RegistryId registry(ResultSet row) throws SQLException {
    return new RegistryId(
        new AccountId(row.getString("account")), new Region(row.getString("region")));
  }

  private static List<TagFilter> filters(String exclusions) {
    return exclusions.isEmpty()
        ? List.of()
        : Stream.of(exclusions.split(" ")).map(TagFilter::new).toList();
  }
}
