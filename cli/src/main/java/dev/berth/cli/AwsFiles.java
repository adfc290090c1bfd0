package dev.berth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the AWS configuration files say of one profile: the credentials file above the configuration
 * file, as AWS's own tools have it. Files of more than a mebibyte are not read.
 */
final class AwsFiles {
  private static final long LONGEST = 1024 * 1024;

  private final Map<String, String> values = new HashMap<>();

  /**
   * The profile that {@code AWS_PROFILE} names, or the default one, in the files that {@code
   * AWS_CONFIG_FILE} and {@code AWS_SHARED_CREDENTIALS_FILE} name, or those of {@code ~/.aws}.
   */
  AwsFiles(Map<String, String> environment) {
    String profile = environment.getOrDefault("AWS_PROFILE", "default");
    Path folder =
        Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")))
            .resolve(".aws");
    String section = profile.equals("default") ? "default" : "profile " + profile;
    read(file(environment, "AWS_CONFIG_FILE", folder.resolve("config")), section);
    read(file(environment, "AWS_SHARED_CREDENTIALS_FILE", folder.resolve("credentials")), profile);
  }

  private static Path file(Map<String, String> environment, String variable, Path usual) {
    return Optional.ofNullable(environment.get(variable)).map(Path::of).orElse(usual);
  }

  private void read(Path file, String section) {
    boolean inside = false;
    for (String line : lines(file)) {
      String text = line.strip();
      int equals = text.indexOf('=');
      if (text.startsWith("[")) {
        inside = text.equals("[" + section + "]");
      } else if (inside && equals > 0 && !text.startsWith("#") && !text.startsWith(";")) {
        values.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LONGEST
          ? Files.readAllLines(file)
          : List.of();
    } catch (IOException e) {
      throw new EndpointFailed("%s cannot be read: %s.".formatted(file, e.getMessage()));
    }
  }

  /** The value of a key of the profile. */
  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }
}
