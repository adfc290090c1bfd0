package dev.berth.cli;

import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.server.AwsProfile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a running Berth is and as whom to call it: from flags, else from the AWS environment, else
 * from the profile that {@code berth serve} wrote into its data folder.
 */
final class Endpoint {
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

  /** Where, and as whom. */
  record Access(URI endpoint, String region, String accessKeyId, SigningSecret secret) {}

  /**
   * Puts together what is known.
   *
   * @throws EndpointFailed when something is missing
   */
  Access access(Map<String, String> environment) {
    AwsProfile profile = new AwsProfile(data.resolve("aws-profile"));
    return new Access(
        Optional.ofNullable(endpoint)
            .or(() -> Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")).map(URI::create))
            .or(() -> profile.value("endpoint_url").map(URI::create))
            .orElseThrow(() -> missing("endpoint", "--endpoint or AWS_ENDPOINT_URL")),
        value(environment, "AWS_REGION", profile, "region", "Region"),
        value(environment, "AWS_ACCESS_KEY_ID", profile, "aws_access_key_id", "access key"),
        new SigningSecret(
            value(
                environment, "AWS_SECRET_ACCESS_KEY", profile, "aws_secret_access_key", "secret")));
  }

  private String value(
      Map<String, String> environment,
      String variable,
      AwsProfile profile,
      String key,
      String what) {
    return Optional.ofNullable(environment.get(variable))
        .or(() -> profile.value(key))
        .orElseThrow(() -> missing(what, variable));
  }

  private EndpointFailed missing(String what, String how) {
    return new EndpointFailed(
        "No %s is known: there is no %s/aws-profile that says so; set %s, or name the data folder with --data."
            .formatted(what, data, how));
  }
}
