package dev.berth.cli;

import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.server.AwsProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a running Berth is and as whom to call it: from flags, else from the AWS environment, a web
 * identity token file or the AWS profile that {@code AWS_PROFILE} names, else from the profile that
 * {@code berth serve} wrote into its data folder, or the default AWS profile where there is none.
 */
final class Endpoint {
  private static final long LONGEST_TOKEN = 20_000;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Where the Berth is, such as http://localhost:5000.")
  private @Nullable URI endpoint;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "The data folder whose aws-profile gives endpoint and access key (./berth-data).")
  private Path data = Path.of("berth-data");

  /** Where, and as whom; with a session token if the credentials are temporary. */
  record Access(
      URI endpoint,
      String region,
      String accessKeyId,
      SigningSecret secret,
      Optional<String> sessionToken) {}

  /**
   * Puts together what is known.
   *
   * @throws EndpointFailed when something is missing, or a web identity is refused
   */
  Access access(Map<String, String> environment) throws InterruptedException {
    Optional<String> tokenFile =
        Optional.ofNullable(environment.get("AWS_WEB_IDENTITY_TOKEN_FILE"));
    Optional<String> role = Optional.ofNullable(environment.get("AWS_ROLE_ARN"));
    if (!environment.containsKey("AWS_ACCESS_KEY_ID")
        && tokenFile.isPresent()
        && role.isPresent()) {
      return accessWith(
          environment,
          role.get(),
          environment.getOrDefault("AWS_ROLE_SESSION_NAME", "berth"),
          token(Path.of(tokenFile.get())));
    }
    Settings settings = new Settings(environment);
    return new Access(
        endpoint(settings),
        region(settings),
        settings.value("AWS_ACCESS_KEY_ID", "aws_access_key_id", "access key"),
        new SigningSecret(
            settings.value("AWS_SECRET_ACCESS_KEY", "aws_secret_access_key", "secret")),
        settings.find("AWS_SESSION_TOKEN", "aws_session_token"));
  }

  /**
   * A session of a role, for a token of an issuer that it trusts.
   *
   * @throws EndpointFailed when something is missing, or the token is refused
   */
  Access accessWith(Map<String, String> environment, String role, String name, String token)
      throws InterruptedException {
    Settings settings = new Settings(environment);
    return WebIdentityExchange.of(endpoint(settings), region(settings), role, name, token);
  }

  private static String token(Path file) {
    try {
      if (Files.size(file) > LONGEST_TOKEN) {
        throw new EndpointFailed("%s is too long for a web identity token.".formatted(file));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new EndpointFailed(
          "The web identity token %s cannot be read: %s.".formatted(file, e.getMessage()));
    }
  }

  private URI endpoint(Settings settings) {
    return Optional.ofNullable(endpoint)
        .or(() -> settings.find("AWS_ENDPOINT_URL", "endpoint_url").map(URI::create))
        .orElseThrow(() -> settings.missing("endpoint", "--endpoint or AWS_ENDPOINT_URL"));
  }

  private static String region(Settings settings) {
    return settings
        .find("AWS_REGION", "region")
        .or(() -> Optional.ofNullable(settings.environment.get("AWS_DEFAULT_REGION")))
        .orElseThrow(() -> settings.missing("Region", "AWS_REGION"));
  }

  /** What the environment says, above the AWS profile, above the data folder's. */
  private final class Settings {
    private final Map<String, String> environment;
    private final AwsFiles files;
    private final AwsProfile folder = new AwsProfile(data.resolve("aws-profile"));

    private Settings(Map<String, String> environment) {
      this.environment = environment;
      this.files = new AwsFiles(environment);
    }

    // A key of one place never meets the secret or token of another.
    private Optional<String> find(String variable, String key) {
      boolean credential = key.startsWith("aws_");
      Optional<String> set = Optional.ofNullable(environment.get(variable));
      if (credential && environment.containsKey("AWS_ACCESS_KEY_ID")) {
        return set;
      }
      Optional<String> written = usesFolder() ? folder.value(key) : files.value(key);
      return credential ? written : set.or(() -> written);
    }

    // The default profile of ~/.aws is most often AWS's own; a data folder that is there comes
    // first.
    private boolean usesFolder() {
      return !environment.containsKey("AWS_PROFILE")
          && folder.value("aws_access_key_id").isPresent();
    }

    private String value(String variable, String key, String what) {
      return find(variable, key).orElseThrow(() -> missing(what, variable));
    }

    private EndpointFailed missing(String what, String how) {
      return new EndpointFailed(
          "No %s is known: there is no %s/aws-profile that says so; set %s, or name the data folder with --data."
              .formatted(what, data, how));
    }
  }
}
