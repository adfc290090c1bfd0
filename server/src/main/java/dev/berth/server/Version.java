package dev.berth.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which Berth this is, as the build wrote it down.
 *
 * @param text such as {@code 0.1.0}
 */
public record Version(String text) {
  private static final String RESOURCE = "version.properties";

  /** The version of the running code. */
  public static Version current() {
    try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
      Properties properties = new Properties();
      if (resource != null) {
        properties.load(resource);
      }
      return new Version(properties.getProperty("version", "unknown"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
