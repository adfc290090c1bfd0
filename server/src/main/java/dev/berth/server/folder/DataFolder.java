package dev.berth.server.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A data folder, locked as long as this is open.
 *
 * <pre>
 * berth-data/
 *   berth-folder    says that the folder is Berth's, and its layout's version
 *   lock            held by the process that has the folder open; its process id
 *   master.key      the master key, unless it comes from the environment
 *   metadata.db     everything but the bytes of blobs
 *   blobs/          the bytes of blobs, see FileBlobStore
 *   audit/          the log of the audit trail, see AuditLog
 *   events/         the log of events, where it is wanted
 *   tls/            the self-signed certificate and its key
 *   tmp/            what is being received and was not checked yet; emptied at every start
 *   aws-profile     endpoint and root access key for the AWS CLI and for berth's own commands
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
  private static final String MARKER = "berth-folder";
  private static final String LAYOUT = "berth data folder, layout 1\n";

  private final Path root;
  private final FolderLock lock;
  private final boolean isNew;

  private DataFolder(Path root, FolderLock lock, boolean isNew) {
    this.root = root;
    this.lock = lock;
    this.isNew = isNew;
  }

  /**
   * Opens a folder to run on it; an absent or empty one becomes a new data folder.
   *
   * @throws FolderRefused when it is in use, is not Berth's, has another layout or cannot be
   *     written
   */
  public static DataFolder open(Path root) {
    Path folder = root.toAbsolutePath().normalize();
    try {
      makePrivate(folder);
      boolean isNew = claim(folder);
      FolderLock lock = FolderLock.forWriting(folder, folder.resolve("lock"));
      DataFolder opened = new DataFolder(folder, lock, isNew && !Files.exists(opened(folder)));
      makePrivate(opened.blobs());
      makePrivate(opened.tls());
      makePrivate(opened.audit());
      opened.emptyTemporary();
      DurableFile.syncFolder(folder);
      return opened;
    } catch (AccessDeniedException e) {
      throw new FolderRefused(
          "The data folder %s cannot be written (%s); give this user the right to, or name another folder with --data."
              .formatted(folder, e.getMessage()));
    } catch (FileAlreadyExistsException _) {
      throw new FolderRefused(
          "The data folder %s is a file; name a folder with --data.".formatted(folder));
    } catch (IOException e) {
      throw new FolderRefused("The data folder %s cannot be opened: %s.".formatted(folder, e));
    }
  }

  /**
   * Opens a folder to look at it; nothing is written.
   *
   * @throws FolderRefused when it is in use by a writer, absent, not Berth's or has another layout
   */
  public static DataFolder openReadOnly(Path root) {
    Path folder = root.toAbsolutePath().normalize();
    try {
      if (!isClaimed(folder)) {
        throw new FolderRefused(
            "There is no Berth data folder at %s; name the one that berth serve uses with --data."
                .formatted(folder));
      }
      return new DataFolder(folder, FolderLock.forReading(folder, folder.resolve("lock")), false);
    } catch (IOException e) {
      throw new FolderRefused("The data folder %s cannot be read: %s.".formatted(folder, e));
    }
  }

  // Everything before the database file exists is a start that did not get far: it counts as new.
  private static Path opened(Path folder) {
    return folder.resolve("metadata.db");
  }

  private static void makePrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(folder.toString());
      }
      make(folder);
    }
  }

  // Parents are made alike; the name of each is synced, or a loss of power could take all of it.
  private static void make(Path folder) throws IOException {
    Path parent = Objects.requireNonNull(folder.getParent(), "only the root has no parent");
    if (!Files.isDirectory(parent)) {
      make(parent);
    }
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    DurableFile.syncFolder(parent);
  }

  private static boolean claim(Path folder) throws IOException {
    if (isClaimed(folder)) {
      return !Files.exists(opened(folder));
    }
    Files.deleteIfExists(DurableFile.unfinished(folder.resolve(MARKER)));
    try (Stream<Path> found = Files.list(folder)) {
      Optional<Path> foreign = found.sorted().findFirst();
      if (foreign.isPresent()) {
        throw new FolderRefused(
            "The folder %s holds files that are not Berth's, such as %s; name an empty folder, or one that berth serve made, with --data."
                .formatted(folder, foreign.get().getFileName()));
      }
    }
    DurableFile.write(folder.resolve(MARKER), LAYOUT);
    return true;
  }

  private static boolean isClaimed(Path folder) throws IOException {
    Path marker = folder.resolve(MARKER);
    if (!Files.isRegularFile(marker)) {
      return false;
    }
    String layout = Files.readString(marker, StandardCharsets.UTF_8);
    if (!layout.equals(LAYOUT)) {
      throw new FolderRefused(
          "The data folder %s has another layout ('%s') than this Berth knows ('%s'); use the Berth that wrote it."
              .formatted(folder, layout.strip(), LAYOUT.strip()));
    }
    return true;
  }

  private void emptyTemporary() throws IOException {
    makePrivate(temporary());
    try (Stream<Path> leftovers = Files.list(temporary())) {
      for (Path leftover : leftovers.toList()) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /** Whether nothing was ever stored in it: only then a master key may be made. */
  public boolean isNew() {
    return isNew;
  }

  /** Where the log of events goes. */
  public Path events() {
    return root.resolve("events");
  }

  /** The folder itself, absolute. */
  public Path root() {
    return root;
  }

  public Path metadata() {
    return opened(root);
  }

  public Path blobs() {
    return root.resolve("blobs");
  }

  public Path audit() {
    return root.resolve("audit");
  }

  public Path tls() {
    return root.resolve("tls");
  }

  public Path temporary() {
    return root.resolve("tmp");
  }

  public Path masterKey() {
    return root.resolve("master.key");
  }

  public Path awsProfile() {
    return root.resolve("aws-profile");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
