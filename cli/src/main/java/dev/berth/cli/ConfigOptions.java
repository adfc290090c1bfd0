package dev.berth.cli;

import dev.berth.server.config.Config;
import dev.berth.server.config.ConfigKey;
import dev.berth.server.config.ConfigReader;
import dev.berth.server.config.ConfigText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that stand above the environment and the configuration file. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file with any of the configuration keys.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The folder that holds everything (./berth-data).")
  private @Nullable String data;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      description = "Where to listen (127.0.0.1:5000).")
  private @Nullable String listen;

  @Option(
      names = "--tls",
      paramLabel = "self-signed",
      description = "Serve https with a certificate that Berth makes and keeps in the data folder.")
  private @Nullable String tls;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "Serve https with this PEM certificate chain.")
  private @Nullable String certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The PEM private key of --tls-certificate.")
  private @Nullable String key;

  @Option(
      names = "--plain-http",
      description = "Serve plain HTTP also on an address that is not loopback.")
  private boolean plainHttp;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set any configuration key; may be repeated.")
  private List<String> assignments = List.of();

  /**
   * The configuration of file, environment and flags together.
   *
   * @throws dev.berth.server.config.ConfigMistakes with everything that is wrong
   */
  Config read(Map<String, String> environment) {
    ConfigText text = new ConfigText();
    if (config != null) {
      text.file(config);
    }
    text.environment(environment);
    set(text, ConfigKey.DATA, data);
    set(text, ConfigKey.LISTEN, listen);
    set(text, ConfigKey.TLS_CERTIFICATE, certificate);
    set(text, ConfigKey.TLS_KEY, key);
    if (plainHttp) {
      text.set(ConfigKey.PLAIN_HTTP, "true");
    }
    if (tls != null) {
      text.set(ConfigKey.TLS_SELF_SIGNED, tls.equals("self-signed") ? "true" : tls);
    }
    assignments.forEach(text::set);
    return ConfigReader.read(text);
  }

  private static void set(ConfigText text, ConfigKey key, @Nullable String value) {
    if (value != null) {
      text.set(key, value);
    }
  }
}
