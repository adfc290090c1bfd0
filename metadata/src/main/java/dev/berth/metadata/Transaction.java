package dev.berth.metadata;

import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * One consistent view of the database, and inside {@link Database#write} one change of it. Good
 * only until the function it was given to returns.
 *
 * <p>Every statement stands in the class of its table.
 */
public final class Transaction {
  private final Handle handle;
  private final Dialect dialect;
  private final Supplier<Set<String>> read;

  /**
   * @param read the tables that were read in it so far, as far as they are noted
   */
  Transaction(Handle handle, Dialect dialect, Supplier<Set<String>> read) {
    this.handle = handle;
    this.dialect = dialect;
    this.read = read;
  }

  /** Throws when a table was read whose changes the topic does not tell. */
  void requireWithin(Topic topic) {
    if (!topic.covers(read.get())) {
      throw new IllegalStateException(
          "the topic %s has not every table of %s".formatted(topic, read.get()));
    }
  }

  public AccountTable accounts() {
    return new AccountTable(handle);
  }

  public AccessKeyTable accessKeys() {
    return new AccessKeyTable(handle);
  }

  public SessionTable sessions() {
    return new SessionTable(handle);
  }

  /** What revocations end besides sessions. */
  public LoginEndTable loginEnds() {
    return new LoginEndTable(handle);
  }

  /** Raised by every change of what principals may do. */
  public IdentityVersionTable identityVersions() {
    return new IdentityVersionTable(handle);
  }

  /** Users, groups and roles. */
  public IdentityTable identities() {
    return new IdentityTable(handle);
  }

  public RoleTable roles() {
    return new RoleTable(handle, dialect);
  }

  public MembershipTable memberships() {
    return new MembershipTable(handle);
  }

  public InlinePolicyTable inlinePolicies() {
    return new InlinePolicyTable(handle);
  }

  public ManagedPolicyTable managedPolicies() {
    return new ManagedPolicyTable(handle);
  }

  public PolicyAttachmentTable policyAttachments() {
    return new PolicyAttachmentTable(handle);
  }

  public IdentityTagTable identityTags() {
    return new IdentityTagTable(handle);
  }

  public AccountAliasTable accountAliases() {
    return new AccountAliasTable(handle);
  }

  public OidcProviderTable oidcProviders() {
    return new OidcProviderTable(handle);
  }

  /** Everything that is encrypted under the master key. */
  public SealedSecretTable sealedSecrets() {
    return new SealedSecretTable(handle);
  }

  public SealingKeyTable sealingKeys() {
    return new SealingKeyTable(handle);
  }

  public SettingTable settings() {
    return new SettingTable(handle);
  }

  public RepositoryTable repositories() {
    return new RepositoryTable(handle, dialect);
  }

  public ResourceTagTable resourceTags() {
    return new ResourceTagTable(handle);
  }

  public RepositoryPolicyTable repositoryPolicies() {
    return new RepositoryPolicyTable(handle);
  }

  public LifecyclePolicyTable lifecyclePolicies() {
    return new LifecyclePolicyTable(handle);
  }

  public LifecyclePreviewTable lifecyclePreviews() {
    return new LifecyclePreviewTable(handle, dialect);
  }

  /** What lifecycle must not touch. */
  public LifecycleProtectionTable lifecycleProtections() {
    return new LifecycleProtectionTable(handle);
  }

  /** Images as lifecycle looks at them. */
  public LifecycleQueries lifecycle() {
    return new LifecycleQueries(handle, dialect);
  }

  public RegistryPolicyTable registryPolicies() {
    return new RegistryPolicyTable(handle);
  }

  public AccountSettingTable accountSettings() {
    return new AccountSettingTable(handle);
  }

  public CreationTemplateTable creationTemplates() {
    return new CreationTemplateTable(handle, dialect);
  }

  public PullThroughCacheRuleTable pullThroughCacheRules() {
    return new PullThroughCacheRuleTable(handle, dialect);
  }

  public BlobTable blobs() {
    return new BlobTable(handle, dialect);
  }

  public UploadTable uploads() {
    return new UploadTable(handle, dialect);
  }

  public ImageTable images() {
    return new ImageTable(handle, dialect);
  }

  /** Which images are archived. */
  public ImageStorageTable imageStorage() {
    return new ImageStorageTable(handle, dialect);
  }

  /** Images whose referrers are to follow them into the archive, or out of it. */
  public FollowingReferrersTable followingReferrers() {
    return new FollowingReferrersTable(handle, dialect);
  }

  /** Basic scans that were asked for. */
  public ImageScanTable imageScans() {
    return new ImageScanTable(handle);
  }

  /** How registries scan, sign and replicate. */
  public RegistryConfigurationTable registryConfigurations() {
    return new RegistryConfigurationTable(handle);
  }

  /** Users and roles whose pulls are not recorded. */
  public PullTimeExclusionTable pullTimeExclusions() {
    return new PullTimeExclusionTable(handle);
  }

  public TagTable tags() {
    return new TagTable(handle, dialect);
  }

  public OrphanedReferrerTable orphanedReferrers() {
    return new OrphanedReferrerTable(handle);
  }

  public CondemnedTable condemned() {
    return new CondemnedTable(handle);
  }

  public AuditEntryTable auditEntries() {
    return new AuditEntryTable(handle);
  }

  /** How far each sink was told of them. */
  public EventSinkTable eventSinks() {
    return new EventSinkTable(handle, dialect);
  }

  /** Events that a sink did not take. */
  public DeadLetterTable deadLetters() {
    return new DeadLetterTable(handle, dialect);
  }

  /** What others are told of the changes. */
  public OutboxTable outbox() {
    return new OutboxTable(handle, dialect);
  }

  /** What collection asks and removes. */
  public CollectionQueries collection() {
    return new CollectionQueries(handle);
  }

  /** What the jobs of collection have taken away. */
  public CollectionTallyTable collectionTally() {
    return new CollectionTallyTable(handle);
  }

  /** How much there is of what quotas count. */
  public ResourceQueries resources() {
    return new ResourceQueries(handle);
  }

  /** Who holds what. */
  public HoldingQueries holdings() {
    return new HoldingQueries(handle);
  }

  /** Which services of ECR an account has work for. */
  public ServiceUseQueries serviceUses() {
    return new ServiceUseQueries(handle);
  }

  /** What was deleted and can be brought back. */
  public TrashTable trash() {
    return new TrashTable(handle, dialect);
  }

  /** What the entries of the trash say. */
  public TrashQueries trashEntries() {
    return new TrashQueries(handle, dialect);
  }

  /** Deleted images. */
  public TrashedImageTable trashedImages() {
    return new TrashedImageTable(handle, dialect);
  }

  /** Deleted repositories. */
  public TrashedRepositoryTable trashedRepositories() {
    return new TrashedRepositoryTable(handle, dialect);
  }

  /** What the end of an entry frees at once. */
  public PurgeQueries purging() {
    return new PurgeQueries(handle);
  }

  /** What {@code berth fsck} asks. */
  public IntegrityQueries integrity() {
    return new IntegrityQueries(handle, dialect);
  }
}
