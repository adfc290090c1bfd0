package dev.berth.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which every stored secret is encrypted. It is never in the database: it comes from
 * {@code BERTH_MASTER_KEY} or from {@code master.key} in the data folder (DESIGN section 6, threat
 * T1), 32 bytes in base64. It never shows itself.
 */
public final class MasterKey {
  private static final int KEY_BYTES = 32;
  private static final int LONGEST_FILE = 1024;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final SecretKey secret;

  private MasterKey(SecretKey secret) {
    this.secret = secret;
  }

  SecretKey secret() {
    return secret;
  }

  /**
   * The key of a folder that holds nothing yet. Made, written and synced when neither is there.
   *
   * @param file {@code master.key} of the folder
   * @param fromEnvironment {@code BERTH_MASTER_KEY}; the file is then neither read nor written
   * @throws KeyRefused when what is there is no key
   */
  public static MasterKey ofNewFolder(
      Path file, Optional<String> fromEnvironment, SecureRandom random) {
    if (fromEnvironment.isEmpty() && Files.notExists(file)) {
      make(file, random);
    }
    return ofFolder(file, fromEnvironment);
  }

  /**
   * A key from the environment.
   *
   * @param variable where it stands
   * @throws KeyRefused when it is none
   */
  public static MasterKey given(String text, String variable) {
    return parse(text, variable);
  }

  /**
   * The key of a folder that holds data. Whether it is the right one, {@link Secrets#open} finds
   * out.
   *
   * @param file {@code master.key} of the folder
   * @param fromEnvironment {@code BERTH_MASTER_KEY}; the file is then not read
   * @throws KeyRefused when there is none, or what is there is no key
   */
  public static MasterKey ofFolder(Path file, Optional<String> fromEnvironment) {
    return fromEnvironment
        .map(text -> parse(text, "BERTH_MASTER_KEY"))
        .orElseGet(() -> parse(read(file), file.toString()));
  }

  private static String read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new KeyRefused(
          ("The data folder holds data but no master key: put the key that it was made with back"
                  + " at %s, or give it in BERTH_MASTER_KEY.")
              .formatted(file));
    }
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new KeyRefused(
            "Others than its owner may use the master key; run: chmod 600 %s".formatted(file));
      }
      return Files.size(file) > LONGEST_FILE ? "" : Files.readString(file);
    } catch (IOException e) {
      throw new KeyRefused(
          "The master key at %s cannot be read (%s).".formatted(file, e.getClass().getName()));
    }
  }

  private static MasterKey parse(String text, String where) {
    try {
      byte[] key = Base64.getDecoder().decode(text.strip());
      if (key.length == KEY_BYTES) {
        return new MasterKey(new SecretKeySpec(key, "AES"));
      }
    } catch (IllegalArgumentException _) {
      // said below: the text itself must not be shown
    }
    throw new KeyRefused("A master key is 32 bytes in base64; %s holds none.".formatted(where));
  }

  /** Writes a new key to a file in the place of whatever is there. */
  static MasterKey replace(Path file, SecureRandom random) {
    make(file, random);
    return ofFolder(file, Optional.empty());
  }

  static boolean exists(Path file) {
    return Files.exists(file);
  }

  /** Puts a key's file in the place of another, durably. */
  static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(to);
    } catch (IOException e) {
      throw new UncheckedIOException("The master key cannot be moved to " + to, e);
    }
  }

  /** Removes the file of a key that nothing is encrypted under. */
  static void delete(Path file) {
    try {
      Files.delete(file);
      syncFolder(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The unused key " + file + " cannot be removed", e);
    }
  }

  private static void syncFolder(Path file) throws IOException {
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }

  /** Durable before anything is encrypted under it: a lost master key is lost data. */
  private static void make(Path file, SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    String text = Base64.getEncoder().encodeToString(key) + "\n";
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The master key cannot be written to " + file, e);
    }
  }
}
