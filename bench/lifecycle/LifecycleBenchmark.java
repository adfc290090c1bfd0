import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Digest;
import dev.berth.model.Encryption;
import dev.berth.model.Page;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TagMutability;
import dev.berth.registry.Retention;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.lifecycle.Lifecycle;
import dev.berth.registry.lifecycle.policy.LifecyclePolicy;
import dev.berth.registry.lifecycle.policy.StorageClass;
import dev.berth.registry.lifecycle.selection.Candidate;
import dev.berth.registry.lifecycle.selection.Fate;
import dev.berth.registry.lifecycle.selection.Selection;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * How long a lifecycle policy of six rules takes to select among the images of one repository: in
 * memory, and read from an embedded database. Each image has a tag but every fourth.
 *
 * <p>Arguments: how many images, and a folder that may be filled.
 */
public final class LifecycleBenchmark {
  private static final int ROUNDS = 5;
  private static final String POLICY =
      """
      {"rules":[
       {"rulePriority":1,"selection":{"tagStatus":"tagged","tagPatternList":["release-*"],
        "countType":"imageCountMoreThan","countNumber":1000},"action":{"type":"expire"}},
       {"rulePriority":2,"selection":{"tagStatus":"tagged","tagPatternList":["*-rc*"],
        "countType":"sinceImagePushed","countUnit":"days","countNumber":30},"action":{"type":"expire"}},
       {"rulePriority":3,"selection":{"tagStatus":"tagged","tagPrefixList":["pr-"],
        "countType":"sinceImagePushed","countUnit":"days","countNumber":7},"action":{"type":"expire"}},
       {"rulePriority":4,"selection":{"tagStatus":"untagged",
        "countType":"imageCountMoreThan","countNumber":100},"action":{"type":"expire"}},
       {"rulePriority":5,"selection":{"tagStatus":"any",
        "countType":"sinceImagePulled","countUnit":"days","countNumber":90},
        "action":{"type":"transition","targetStorageClass":"archive"}},
       {"rulePriority":6,"selection":{"tagStatus":"any","storageClass":"archive",
        "countType":"sinceImageTransitioned","countUnit":"days","countNumber":365},"action":{"type":"expire"}}]}
      """;

  private LifecycleBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int images = Integer.parseInt(arguments[0]);
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    inMemory(images);
    stored(images, folder.resolve("lifecycle-" + images + ".db"));
  }

  private static void inMemory(int count) {
    LifecyclePolicy policy = LifecyclePolicy.parse(POLICY, SettingLimits.DEFAULT.lifecycleRules());
    Instant now = Instant.now();
    Random random = new Random(1);
    List<Candidate> images = new ArrayList<>(count);
    for (long id = 1; id <= count; id++) {
      images.add(
          new Candidate(
              id,
              new Digest(Digest.Algorithm.SHA256, "%016x".formatted(random.nextLong()).repeat(4)),
              id % 4 == 0 ? List.of() : List.of(new Tag(tag(id))),
              Candidate.Times.pushed(now.minus(Duration.ofMinutes(count - id))),
              Optional.of(StorageClass.STANDARD),
              Candidate.Place.FREE));
    }
    for (int round = 0; round < ROUNDS; round++) {
      Clock clock = new Clock();
      Selection selection = Selection.of(policy.rules(), images, now);
      clock.tell("selected in memory", selection.size());
      if (round == ROUNDS - 1) {
        System.out.printf("  %d of them are taken%n", taken(selection));
      }
    }
  }

  private static long taken(Selection selection) {
    return selection.verdicts().filter(verdict -> verdict.fate() instanceof Fate.Taken).count();
  }

  private static String tag(long id) {
    return switch ((int) (id % 3)) {
      case 0 -> "release-" + id;
      case 1 -> "v" + id + "-rc1";
      default -> "pr-" + id;
    };
  }

  private static void stored(int images, Path file) throws Exception {
    RepositoryAddress address =
        new RepositoryAddress(
            new RegistryId(new AccountId("000000000000"), new Region("us-east-1")),
            new RepositoryName("bench/lifecycle"));
    boolean isNew = Files.notExists(file);
    if (isNew) {
      try (Database database = Database.sqlite(file)) {
        database.write(
            tx ->
                tx.repositories()
                    .insert(
                        address, Instant.now(), TagMutability.MUTABLE, false, Encryption.AES256));
      }
      fill(file, images);
    }
    try (Database database = Database.sqlite(file)) {
      Lifecycle lifecycle =
          Lifecycle.over(
              database,
              SettingLimits.DEFAULT,
              Retention.DEFAULT.undoWindow(),
              _ -> List.of(),
              UUID::randomUUID,
              Runnable::run,
              Instant::now);
      lifecycle.policies().put(address, POLICY);
      for (int round = 0; round < ROUNDS; round++) {
        Clock clock = new Clock();
        lifecycle.explanations().page(address, new Page.Request<>(Optional.empty(), 1));
        clock.tell("read and selected", images);
      }
    }
  }

  private static void fill(Path file, int images) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into image (repository_id, digest, media_type, manifest_size, image_size, pushed_at)
          with recursive n(i) as (select 1 union all select i + 1 from n where i < %d)
          select 1, 'sha256:' || lower(hex(randomblob(32))), 'application/vnd.oci.image.manifest.v1+json', 2, 0,
                 (unixepoch() - 60 * (%d - i)) * 1000000
            from n
          """
              .formatted(images, images));
      statement.execute(
          """
          insert into tag (repository_id, name, image_id, tagged_at)
          select 1, case id %% 3 when 0 then 'release-' || id when 1 then 'v' || id || '-rc1' else 'pr-' || id end, id, 0
            from image
           where id %% 4 <> 0
          """
              .formatted());
      statement.execute("analyze");
    }
  }

  /** Time on the wall and of the processor, and the memory that is in use afterwards. */
  private record Clock(long nanos, long cpu) {
    Clock() {
      this(System.nanoTime(), cpuOfAll());
    }

    void tell(String what, long images) {
      long wall = (System.nanoTime() - nanos) / 1_000_000;
      long used = (cpuOfAll() - cpu) / 1_000_000;
      System.out.printf("%s: %,d images in %,d ms (%,d ms of CPU)%n", what, images, wall, used);
    }

    private static long cpuOfAll() {
      return ((com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
  }
}
