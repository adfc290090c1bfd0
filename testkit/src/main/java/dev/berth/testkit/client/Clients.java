package dev.berth.testkit.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients that {@code scripts/clients} lists, and whether this machine has them. Each is probed
 * once.
 *
 * <p>{@code scripts/install-test-clients} installs what is missing.
 */
public final class Clients {
  private static final Duration PROBE_DEADLINE = Duration.ofMinutes(1);

  private final Map<String, Listed> listed;
  private final Map<String, String> notHere;
  private final boolean continuousIntegration;
  private final Path cache;
  private final Map<String, Availability> known = new ConcurrentHashMap<>();

  /** Whether a client can be used, and what a test that needs it does otherwise. */
  public sealed interface Availability {
    record Present() implements Availability {}

    /** It is not installed, and that is the business of who runs the tests. */
    record Skipped(String reason) implements Availability {}

    /**
     * It is not installed where it has to be: the test must fail, or nobody would notice that it
     * never runs.
     */
    record Required(String reason) implements Availability {}
  }

  private record Listed(String source, String probe) {}

  /**
   * @param scripts the folder of {@code clients} and {@code clients-not-here}
   * @param environment {@code CI}, {@code BERTH_TEST_CLIENTS}, {@code XDG_CACHE_HOME} and {@code
   *     HOME} are read
   */
  Clients(Path scripts, Map<String, String> environment) {
    this.listed = listed(scripts.resolve("clients"));
    this.notHere = new HashMap<>();
    rows(scripts.resolve("clients-not-here"), 2).forEach((name, row) -> notHere.put(name, row[1]));
    this.continuousIntegration = "true".equalsIgnoreCase(environment.get("CI"));
    this.cache = cache(environment);
  }

  /** The clients of the checkout that these tests belong to. */
  public static Clients ofThisCheckout() {
    return new Clients(checkout().resolve("scripts"), System.getenv());
  }

  /** Whether the client is here; a name that {@code scripts/clients} does not list is refused. */
  public Availability availability(String name) {
    return known.computeIfAbsent(name, this::probe);
  }

  /** Every listed name. */
  Set<String> names() {
    return listed.keySet();
  }

  /** The names that {@code scripts/clients-not-here} gives a reason for. */
  Set<String> acceptedAsMissing() {
    return notHere.keySet();
  }

  /** The folder that {@code scripts/install-test-clients} fills. */
  static Path cache(Map<String, String> environment) {
    String told = environment.getOrDefault("BERTH_TEST_CLIENTS", "");
    if (!told.isEmpty()) {
      return Path.of(told);
    }
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path parent =
        caches.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "/root"), ".cache")
            : Path.of(caches);
    return parent.resolve("berth-test-clients");
  }

  /**
   * The program that {@code scripts/install-test-clients} built of {@code scripts/go-clients/NAME}.
   */
  public static String built(String name) {
    return cache(System.getenv()).resolve("go/bin").resolve(name).toString();
  }

  private Availability probe(String name) {
    Listed client = listed.get(name);
    if (client == null) {
      throw new IllegalArgumentException(
          "scripts/clients lists no client " + name + ", only " + listed.keySet());
    }
    boolean present =
        Command.of("/bin/sh", "-c", client.probe())
            .environment("BERTH_TEST_CLIENTS", cache.toString())
            .deadline(PROBE_DEADLINE)
            .run()
            .succeeded();
    if (present) {
      return new Availability.Present();
    }
    Optional<String> accepted = Optional.ofNullable(notHere.get(name));
    String reason =
        name
            + " is missing ("
            + client.source()
            + "): "
            + accepted.orElse("scripts/install-test-clients");
    return continuousIntegration && accepted.isEmpty()
        ? new Availability.Required(reason)
        : new Availability.Skipped(reason);
  }

  private static Map<String, Listed> listed(Path file) {
    Map<String, Listed> clients = new LinkedHashMap<>();
    rows(file, 3).forEach((name, row) -> clients.put(name, new Listed(row[1], row[2])));
    return clients;
  }

  private static Map<String, String[]> rows(Path file, int columns) {
    Map<String, String[]> rows = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] row = line.split("\t", columns);
        if (row.length != columns) {
          throw new IllegalStateException(
              file + " has a line without " + columns + " columns: " + line);
        }
        rows.put(row[0], row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  // the build tells its root; a run inside an editor starts in a module's folder
  private static Path checkout() {
    String told = System.getProperty("berth.home", "");
    Path folder = Path.of(told).toAbsolutePath();
    while (!Files.exists(folder.resolve("scripts/clients"))) {
      folder =
          Optional.ofNullable(folder.getParent())
              .orElseThrow(() -> new IllegalStateException("no checkout"));
    }
    return folder;
  }
}
