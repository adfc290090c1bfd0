package dev.berth.cli;

import dev.berth.iam.Principal;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.identity.AccessKeys;
import dev.berth.identity.MasterKey;
import dev.berth.identity.MasterKeyRotation;
import dev.berth.identity.RootKey;
import dev.berth.identity.RootKeys;
import dev.berth.identity.Secrets;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Malformed;
import dev.berth.server.AwsProfile;
import dev.berth.server.folder.DataFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth root}: what whoever owns the data folder may do while no server runs on it. */
@Command(
    name = "root",
    mixinStandardHelpOptions = true,
    description = "Replace keys in a data folder that is not in use.",
    subcommands = {RootCommand.NewKey.class, RootCommand.RotateMasterKey.class})
final class RootCommand {
  private static final String MASTER_KEY = "BERTH_MASTER_KEY";
  private static final String NEW_MASTER_KEY = "BERTH_NEW_MASTER_KEY";

  private RootCommand() {}

  private static DataFolder open(Path data) {
    DataFolder.openReadOnly(data).close(); // an absent folder is a mistake here, not a new one
    return DataFolder.open(data);
  }

  private static Optional<String> environment(String variable) {
    return Optional.ofNullable(Map.copyOf(System.getenv()).get(variable));
  }

  /** {@code berth root new-key}: the way back in. */
  @Command(
      name = "new-key",
      mixinStandardHelpOptions = true,
      description = "Give an account a new root access key in the place of every other.")
  static final class NewKey implements Runnable {
    @Option(
        names = "--data",
        paramLabel = "FOLDER",
        description = "The folder that berth serve made (./berth-data).")
    private Path data = Path.of("berth-data");

    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "12 digits.")
    private String account = "";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      AccountId of = account();
      SecureRandom random = new SecureRandom();
      try (DataFolder folder = open(data);
          Database database = Database.sqlite(folder.metadata())) {
        new MasterKeyRotation(folder.masterKey(), database, random).settle();
        MasterKey master = MasterKey.ofFolder(folder.masterKey(), environment(MASTER_KEY));
        AccessKeys keys = new AccessKeys(database, Secrets.open(master, database, random));
        AwsProfile profile = new AwsProfile(folder.awsProfile());
        boolean isInProfile = isOf(of, profile.value("aws_access_key_id").flatMap(keys::find));
        RootKey key = new RootKeys(database, keys, Clock.systemUTC(), random).renew(of);
        if (isInProfile) {
          profile.replaceKey(key);
        }
        System.out.printf("AWS_ACCESS_KEY_ID=%s%n", key.id());
        System.out.printf("AWS_SECRET_ACCESS_KEY=%s%n", key.secret().value());
      }
    }

    private AccountId account() {
      try {
        return new AccountId(account);
      } catch (Malformed e) {
        throw new ParameterException(
            Objects.requireNonNull(spec, "picocli sets it").commandLine(), e.getMessage(), e);
      }
    }

    private static boolean isOf(AccountId account, Optional<SigningCredential> key) {
      return key.map(SigningCredential::principal)
          .filter(new Principal.RootUser(account)::equals)
          .isPresent();
    }
  }

  /** {@code berth root rotate-master-key}. */
  @Command(
      name = "rotate-master-key",
      mixinStandardHelpOptions = true,
      description = {
        "Encrypt every stored secret under a new master key.",
        "The new key is made, and takes the place of master.key. When the key is in the environment"
            + " (BERTH_MASTER_KEY), the new one is given in BERTH_NEW_MASTER_KEY."
      })
  static final class RotateMasterKey implements Runnable {
    @Option(
        names = "--data",
        paramLabel = "FOLDER",
        description = "The folder that berth serve made (./berth-data).")
    private Path data = Path.of("berth-data");

    @Override
    public void run() {
      SecureRandom random = new SecureRandom();
      try (DataFolder folder = open(data);
          Database database = Database.sqlite(folder.metadata())) {
        MasterKeyRotation rotation = new MasterKeyRotation(folder.masterKey(), database, random);
        int count =
            environment(MASTER_KEY)
                .map(current -> ofEnvironment(rotation, current))
                .orElseGet(() -> ofFile(rotation, folder));
        System.out.printf("%d secrets are encrypted under the new master key.%n", count);
      }
    }

    private static int ofFile(MasterKeyRotation rotation, DataFolder folder) {
      rotation.settle();
      MasterKey current = MasterKey.ofFolder(folder.masterKey(), Optional.empty());
      int count = rotation.rewrap(current, rotation.prepare());
      rotation.finish();
      return count;
    }

    private static int ofEnvironment(MasterKeyRotation rotation, String current) {
      String fresh =
          environment(NEW_MASTER_KEY)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "The master key is in BERTH_MASTER_KEY: give the new one, 32 bytes in"
                              + " base64, in BERTH_NEW_MASTER_KEY."));
      return rotation.rewrap(
          MasterKey.given(current, MASTER_KEY), MasterKey.given(fresh, NEW_MASTER_KEY));
    }
  }
}
