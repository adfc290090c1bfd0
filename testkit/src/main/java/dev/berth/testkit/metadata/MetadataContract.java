package dev.berth.testkit.metadata;

import dev.berth.metadata.Database;
import org.junit.jupiter.api.TestInstance;

/**
 * What a metadata database promises. An engine's test class says which database to use and how to
 * see that a write waits for another; everything else is here and in the interfaces, one for each
 * kind of rule.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MetadataContract
    implements AccountRules,
        SessionRules,
        IdentityRules,
        RepositoryRules,
        ResourcePolicyRules,
        SettingRules,
        BlobRules,
        UploadRules,
        ImageRules,
        ImageStorageRules,
        RegistryConfigurationRules,
        ListRules,
        RaceRules,
        OrphanedReferrerRules,
        LifecycleRules,
        LifecyclePreviewRules,
        CollectionRules,
        CollectionRaceRules,
        CollectionTallyRules,
        HoldingRules,
        TrashRules,
        TrashEndRules,
        TrashRaceRules,
        WriteRules,
        JobRules,
        IntegrityRules,
        RememberedRules,
        AuditRules,
        OutboxRules,
        EventSinkRules {

  /** The database that all tests of the class share. */
  @Override
  public abstract Database database();

  /** Whether the engine makes the write of that thread wait for another transaction to end. */
  @Override
  public abstract boolean waitsForAnother(Thread writing);
}
