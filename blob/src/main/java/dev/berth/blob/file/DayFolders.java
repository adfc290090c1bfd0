package dev.berth.blob.file;

import dev.berth.blob.BlobStore.StoredKey;
import dev.berth.model.BlobKey;
import dev.berth.model.Malformed;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The folders of the days, and what is in them. Each call blocks on the file system; safe for many
 * threads.
 *
 * <p>A folder is never removed while the store is open, so that no file can be made in one whose
 * name is not synced; the empty ones go when a store is opened, before the first writer.
 */
final class DayFolders {
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{32}");

  private final Path folder;
  private final FileCalls calls;

  /** Days whose folder is there, its name synced. */
  private final Set<String> ready = ConcurrentHashMap.newKeySet();

  private DayFolders(Path folder, FileCalls calls) {
    this.folder = folder;
    this.calls = calls;
  }

  /** The days in a folder, which is made when it is not there. */
  static DayFolders in(Path folder, FileCalls calls) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    makeWithParents(root, calls);
    DayFolders days = new DayFolders(root, calls);
    days.removeEmpty();
    return days;
  }

  /** The days in a folder, left as it is. */
  static DayFolders untouched(Path folder, FileCalls calls) {
    return new DayFolders(folder.toAbsolutePath().normalize(), calls);
  }

  private static void makeWithParents(Path folder, FileCalls calls) throws IOException {
    Path parent = folder.getParent();
    if (parent == null || Files.isDirectory(folder)) {
      return;
    }
    makeWithParents(parent, calls);
    make(folder, calls);
  }

  /**
   * Makes a folder and syncs its name; when that fails the folder goes, as a second sync would not
   * tell the truth.
   */
  private static void make(Path folder, FileCalls calls) throws IOException {
    try {
      calls.makeFolder(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    try {
      calls.syncFolder(parentOf(folder));
    } catch (IOException e) {
      calls.delete(folder);
      throw e;
    }
  }

  private void removeEmpty() throws IOException {
    for (Path day : entries(folder, DAY)) {
      try {
        Files.delete(day);
      } catch (DirectoryNotEmptyException _) {
        // as most are: what stands in them stays
      }
    }
  }

  /** Where the file of a key is, or would be. */
  Path path(BlobKey key) {
    return folder.resolve(key.day()).resolve(key.random());
  }

  /** As {@link #path}, and makes the folder that it is in. */
  Path madeFor(BlobKey key) throws IOException {
    if (!ready.contains(key.day())) {
      synchronized (
          ready) { // held over file calls, once a day: nobody may write before the name is synced
        if (!ready.contains(key.day())) {
          make(folder.resolve(key.day()), calls);
          ready.add(key.day());
        }
      }
    }
    return path(key);
  }

  /** The failure, by its name when a full disk is its cause. */
  IOException named(IOException failure) {
    return FullDisk.named(failure, folder);
  }

  static Path parentOf(Path path) {
    return Objects.requireNonNull(path.getParent(), "a path below a folder");
  }

  /** The days that have a file, in order. */
  List<String> used() throws IOException {
    List<String> used = new ArrayList<>();
    for (Path day : entries(folder, DAY)) {
      if (hasFile(day)) {
        used.add(day.getFileName().toString());
      }
    }
    return used;
  }

  private static boolean hasFile(Path day) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(day, e -> matches(e, RANDOM))) {
      return files.iterator().hasNext();
    } catch (NoSuchFileException | NotDirectoryException _) {
      return false;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /**
   * The keys of a day, in order.
   *
   * @throws Malformed when it is no day
   */
  List<StoredKey> keys(String day) throws IOException {
    if (!DAY.matcher(day).matches()) {
      throw new Malformed("day", day, "it has the form YYYY-MM-DD");
    }
    List<StoredKey> keys = new ArrayList<>();
    for (Path file : entries(folder.resolve(day), RANDOM)) {
      size(file)
          .ifPresent(
              s -> keys.add(new StoredKey(new BlobKey(day, file.getFileName().toString()), s)));
    }
    return keys;
  }

  /** The length of a file; empty when it is not there. */
  static OptionalLong size(Path file) throws IOException {
    try {
      return OptionalLong.of(Files.size(file));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * What stands in a folder under such a name, in order of the name; nothing when there is no such
   * folder.
   */
  private static List<Path> entries(Path folder, Pattern name) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, e -> matches(e, name))) {
      all.forEach(entries::add);
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(Comparator.naturalOrder());
    return entries;
  }

  private static boolean matches(Path entry, Pattern name) {
    return name.matcher(entry.getFileName().toString()).matches();
  }
}
