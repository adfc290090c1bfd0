package dev.berth.server;

import dev.berth.identity.RootKey;
import dev.berth.server.folder.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The AWS profile {@code berth} in the data folder: endpoint, Region and root access key, in the
 * format of the AWS CLI's configuration file, readable by its owner alone. The CLI takes it through
 * {@code AWS_CONFIG_FILE}, Berth's own commands through {@code --data}.
 */
public final class AwsProfile {
  private static final String HEAD = "[profile berth]";
  private static final String ID = "aws_access_key_id";
  private static final String SECRET = "aws_secret_access_key";

  private final Path file;

  public AwsProfile(Path file) {
    this.file = file;
  }

  /**
   * Writes endpoint and Region anew; the key stays as it was when this start does not know its
   * secret.
   */
  void write(String endpoint, String region, Optional<RootKey> key) {
    List<String> text = new ArrayList<>();
    text.add(HEAD);
    text.add("region = " + region);
    text.add("endpoint_url = " + endpoint);
    text.addAll(key.map(AwsProfile::credentials).orElseGet(this::storedCredentials));
    write(text);
  }

  /** Puts another key in the place of the one that it has. */
  public void replaceKey(RootKey key) {
    List<String> text = new ArrayList<>(lines());
    text.removeAll(storedCredentials());
    text.addAll(credentials(key));
    write(text);
  }

  private void write(List<String> text) {
    try {
      DurableFile.write(file, text.stream().map(line -> line + "\n").collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> credentials(RootKey key) {
    return List.of(ID + " = " + key.id(), SECRET + " = " + key.secret().value());
  }

  /** The value of a key of the profile; empty when there is no such key, or no profile. */
  public Optional<String> value(String key) {
    return lines().stream()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(key))
        .map(parts -> parts[1].strip())
        .findFirst();
  }

  private List<String> storedCredentials() {
    return lines().stream().filter(line -> line.startsWith(ID) || line.startsWith(SECRET)).toList();
  }

  private List<String> lines() {
    try {
      return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
