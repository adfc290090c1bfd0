package dev.berth.cli;

import dev.berth.blob.file.Capacity;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.metadata.Database;
import dev.berth.metadata.DatabaseUnavailable;
import dev.berth.metadata.NewerFormat;
import dev.berth.registry.integrity.Depth;
import dev.berth.registry.integrity.Finding;
import dev.berth.registry.integrity.IntegrityCheck;
import dev.berth.registry.integrity.IntegrityReport;
import dev.berth.server.folder.DataFolder;
import dev.berth.server.folder.FolderRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code berth fsck}: looks for damage in a data folder that is not in use. */
@Command(
    name = "fsck",
    mixinStandardHelpOptions = true,
    description = {
      "Check a data folder that is not in use, and change nothing in it.",
      "Exit status: 0 clean, 1 damage, 2 could not check."
    })
final class FsckCommand implements Callable<Integer> {
  private static final int CLEAN = 0;
  private static final int DAMAGE = 1;
  private static final int NOT_CHECKED = 2;
  private static final double NANOS = 1e9;
  private static final int UNIT = 1024;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The folder that berth serve made (./berth-data).")
  private Path data = Path.of("berth-data");

  @ArgGroup(exclusive = true)
  private @Nullable Reading reading;

  /** Whether the bytes of layers are read. */
  static final class Reading {
    @Option(
        names = "--full",
        description = "Hash every byte; without it that is done below 10 GiB of layers.")
    private boolean full;

    @Option(names = "--quick", description = "Compare sizes, and hash only manifests.")
    private boolean quick;
  }

  @Override
  public Integer call() {
    try (DataFolder folder = DataFolder.openReadOnly(data);
        Database database = Database.openReadOnly(folder.metadata());
        FileBlobStore blobs = FileBlobStore.readOnly(folder.blobs(), Capacity.usual())) {
      return check(database, blobs);
    } catch (FolderRefused | NewerFormat | DatabaseUnavailable e) {
      return notChecked(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return notChecked("The blobs of %s cannot be read: %s.".formatted(data, e));
    } catch (RuntimeException e) { // not the handler of all commands: its status means damage here
      return notChecked("The data folder %s cannot be checked: %s.".formatted(data, e));
    }
  }

  private static int notChecked(String sentence) {
    System.err.println(sentence);
    return NOT_CHECKED;
  }

  private int check(Database database, FileBlobStore blobs) throws IOException {
    long start = System.nanoTime();
    IntegrityReport report =
        new IntegrityCheck(database, blobs, Clock.systemUTC(), FsckCommand::print).run(depth());
    System.out.println(summary(report, (System.nanoTime() - start) / NANOS));
    return report.isClean() ? CLEAN : DAMAGE;
  }

  private Depth depth() {
    if (reading == null) {
      return Depth.BYTES_WHEN_FEW;
    }
    if (reading.quick) {
      return Depth.SIZES;
    }
    return reading.full ? Depth.BYTES : Depth.BYTES_WHEN_FEW;
  }

  private static void print(Finding finding) {
    System.out.printf(
        "%s: %s%n", finding.severity().name().toLowerCase(Locale.ROOT), finding.sentence());
  }

  private static String summary(IntegrityReport report, double seconds) {
    String orphans =
        report.orphans() == 0
            ? ""
            : ", %d keys that no row holds (%s)"
                .formatted(report.orphans(), size(report.orphanBytes()));
    return String.format(
        Locale.ROOT,
        "%d blobs, %d images, %s checked%s in %.1f s: %s%s",
        report.blobs(),
        report.images(),
        size(report.bytes()),
        report.hashed() ? "" : " by size alone (--full hashes every byte)",
        seconds,
        report.isClean() ? "clean" : "%d damaged".formatted(report.damages()),
        orphans);
  }

  private static String size(long bytes) {
    if (bytes < UNIT) {
      return bytes + " bytes";
    }
    double shown = bytes;
    int unit = -1;
    while (shown >= UNIT && unit < "KMGTPE".length() - 1) {
      shown /= UNIT;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %ciB", shown, "KMGTPE".charAt(unit));
  }
}
