import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks ({@code check ROOT}) or rewrites ({@code write ROOT}) the Java sources of every module with google-java-format, in
 * one JVM.
 *
 * <p>A source that was found well formed is remembered by path, size and time in {@code target/formatted}, and is not read
 * again until one of them changes: the check of an unchanged tree is nearly free.
 */
final class Format {
  private static final String VERSION = "google-java-format 1.37.0";

  private final Path root;
  private final Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
  private final Set<String> wellFormed = new ConcurrentSkipListSet<>();
  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

  private Format(Path root) {
    this.root = root;
  }

  public static void main(String[] args) throws IOException {
    boolean write = args[0].equals("write");
    Format format = new Format(Path.of(args[1]));
    format.run(write);
    if (!format.complaints.isEmpty()) {
      format.complaints.stream().sorted().forEach(System.err::println);
      System.err.println("Run scripts/format.");
      System.exit(1);
    }
  }

  private void run(boolean write) throws IOException {
    Path memory = root.resolve("target/formatted");
    Set<String> known = Files.exists(memory) ? Set.copyOf(Files.readAllLines(memory)) : Set.of();
    sources().parallelStream().forEach(source -> visit(source, known, write));
    Files.createDirectories(memory.getParent());
    Path fresh = Files.createTempFile(memory.getParent(), "formatted", ".new");
    Files.write(fresh, new TreeSet<>(wellFormed));
    Files.move(fresh, memory, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .filter(module -> Files.exists(module.resolve("pom.xml")))
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(Format::javaFiles)
          .collect(Collectors.toList());
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void visit(Path source, Set<String> known, boolean write) {
    try {
      if (known.contains(fingerprint(source))) {
        wellFormed.add(fingerprint(source));
        return;
      }
      String before = Files.readString(source);
      String after = formatted(before);
      if (!after.equals(before) && !write) {
        complaints.add(root.relativize(source) + " is not formatted");
        return;
      }
      if (!after.equals(before)) {
        Files.writeString(source, after);
      }
      wellFormed.add(fingerprint(source));
    } catch (Exception e) {
      complaints.add(root.relativize(source) + ": " + e.getMessage());
    }
  }

  private String formatted(String source) throws Exception {
    String ordered = ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.GOOGLE);
    return formatter.formatSource(ordered);
  }

  private String fingerprint(Path source) throws IOException {
    return VERSION + " " + root.relativize(source) + " " + Files.size(source) + " " + Files.getLastModifiedTime(source).toMillis();
  }
}
