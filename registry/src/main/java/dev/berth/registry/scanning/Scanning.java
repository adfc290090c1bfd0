package dev.berth.registry.scanning;

import dev.berth.metadata.Database;
import dev.berth.metadata.RegistryConfigurationTable.Kind;
import dev.berth.metadata.Transaction;
import dev.berth.model.Event;
import dev.berth.model.Image;
import dev.berth.model.ImageStatus;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.event.EcrEvents;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.Images;
import dev.berth.registry.refusal.FeatureDisabled;
import dev.berth.registry.refusal.ImageArchived;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.ScanNotFound;
import dev.berth.registry.refusal.UnsupportedImageType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How registries scan, and the basic scans that were asked for (ECR dossier 14, CHECKLIST SC-01 to
 * SC-13, SC-20). There is no scanner yet: a push starts no scan, and one that is asked for counts
 * against the quotas, fails at once and says why.
 */
public final class Scanning {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Set<String> IMAGE_CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");

  private final Database database;
  private final SettingLimits limits;
  private final InstantSource clock;

  public Scanning(Database database, SettingLimits limits, InstantSource clock) {
    this.database = database;
    this.limits = limits;
    this.clock = clock;
  }

  /** How the registry scans. */
  public ScanningConfiguration get(RegistryId registry) {
    return database.read(tx -> configuration(tx, registry));
  }

  private static ScanningConfiguration configuration(Transaction tx, RegistryId registry) {
    return tx.registryConfigurations()
        .find(registry, Kind.SCANNING)
        .map(ScanningConfiguration::parse)
        .orElse(ScanningConfiguration.DEFAULT);
  }

  /** Replaces how the registry scans, and tells which repositories are scanned in another way. */
  public void put(RegistryId registry, ScanningConfiguration configuration) {
    ScanningConfiguration before = get(registry);
    while (!replace(registry, before, configuration)) {
      before = get(registry);
    }
  }

  // Which repositories change is looked at before the write, as it takes seconds for many of them
  // and everybody else's writes would wait; one that comes or goes meanwhile is told by itself.
  private boolean replace(
      RegistryId registry, ScanningConfiguration before, ScanningConfiguration after) {
    List<Event> changes =
        after.type() == ScanType.ENHANCED && !after.equals(before)
            ? new FrequencyChanges(before, after).events(database, registry, clock.instant())
            : List.of();
    return database.<Boolean>write(
        tx -> {
          if (!configuration(tx, registry).equals(before)) {
            return false;
          }
          tx.registryConfigurations().put(registry, Kind.SCANNING, after.text());
          changes.forEach(tx.outbox()::append);
          return true;
        });
  }

  /**
   * Changes whether a push to the repository is followed by a scan.
   *
   * @throws RepositoryNotFound when there is no such repository
   * @throws FeatureDisabled under enhanced scanning, which does not ask the repository
   */
  public void putScanOnPush(RepositoryAddress address, boolean scanOnPush) {
    database.write(
        tx -> {
          Repository repository =
              tx.repositories().lock(address).orElseThrow(() -> new RepositoryNotFound(address));
          requireBasic(tx, address.registry());
          tx.repositories().setScanOnPush(repository.id(), scanOnPush);
          return scanOnPush;
        });
  }

  /** What holds for each of the repositories that there are, in the order of the names. */
  public Map<Repository, EffectiveScanning> of(RegistryId registry, List<RepositoryName> names) {
    return database.read(
        tx -> {
          ScanningConfiguration configuration = configuration(tx, registry);
          Map<Repository, EffectiveScanning> found = new LinkedHashMap<>();
          for (RepositoryName name : names) {
            tx.repositories()
                .find(new RepositoryAddress(registry, name))
                .ifPresent(repository -> found.put(repository, configuration.of(repository)));
          }
          return found;
        });
  }

  /**
   * Asks for a basic scan.
   *
   * @throws dev.berth.registry.refusal.ImageNotFound when there is no such image
   * @throws FeatureDisabled under enhanced scanning (SC-20)
   * @throws ImageArchived when it is not active (AR-05)
   * @throws UnsupportedImageType for an index or an artifact (SC-11)
   * @throws LimitExceeded when the image, or the registry, was scanned too often within 24 hours
   *     (SC-10)
   */
  public Scan start(RepositoryAddress address, ImageId id) {
    Instant now = clock.instant();
    Instant since = now.minus(DAY);
    return database.write(
        tx -> {
          Image image = Images.lookup(tx, address, id);
          requireBasic(tx, address.registry());
          if (image.storage().status() != ImageStatus.ACTIVE) {
            throw new ImageArchived(address, image.digest());
          }
          if (!isImage(image)) {
            throw new UnsupportedImageType(address, image.digest());
          }
          requireBelow(limits.imageScansADay(), tx.imageScans().countOfImage(image.id(), since));
          requireBelow(
              limits.scansADay(), tx.imageScans().countOfRegistry(address.registry(), since));
          tx.imageScans().add(address.registry(), image.id(), now, since);
          tx.outbox()
              .append(EcrEvents.scanFailed(address, image.digest(), tx.tags().of(image.id()), now));
          return new Scan(image, now);
        });
  }

  private static boolean isImage(Image image) {
    return image.artifactType().filter(IMAGE_CONFIGS::contains).isPresent();
  }

  private static void requireBelow(int max, long scans) {
    if (scans >= max) {
      throw new LimitExceeded(
          LimitExceeded.Kind.SCANS,
          max,
          "The scan quota per image has been exceeded. Wait and try again.");
    }
  }

  /**
   * The last basic scan of an image.
   *
   * @throws dev.berth.registry.refusal.ImageNotFound when there is no such image
   * @throws ScanNotFound when it was never scanned, or the registry does not scan in that way now
   *     (SC-13)
   */
  public Scan last(RepositoryAddress address, ImageId id) {
    return database.read(
        tx -> {
          Image image = Images.lookup(tx, address, id);
          Optional<Instant> last =
              configuration(tx, address.registry()).type() == ScanType.BASIC
                  ? tx.imageScans().last(image.id())
                  : Optional.empty();
          return last.map(at -> new Scan(image, at))
              .orElseThrow(() -> new ScanNotFound(address, image.digest(), id.tag()));
        });
  }

  private static void requireBasic(Transaction tx, RegistryId registry) {
    if (configuration(tx, registry).type() != ScanType.BASIC) {
      throw new FeatureDisabled(registry);
    }
  }
}
