package dev.berth.server.config;

import dev.berth.model.Malformed;
import dev.berth.registry.event.pattern.EventPattern;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what is said of a receiver of events: its URL, then {@code name=value} by spaces. */
final class WebhookText {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final int SHORTEST_SECRET = 16;
  private static final long LONGEST_FILE = 64L * 1024;

  private final String text;
  private final URI url;
  private String name;
  private Optional<WebhookSecret> secret = Optional.empty();
  private Optional<EventPattern> pattern = Optional.empty();

  private WebhookText(String text) {
    this.text = text;
    String[] words = text.strip().split("\\s+");
    this.url = url(words[0]);
    this.name = url.getHost().replaceAll("[^a-z0-9]+", "-");
    for (int i = 1; i < words.length; i++) {
      member(words[i]);
    }
  }

  /**
   * Reads one entry, and the files that it names.
   *
   * @throws Malformed for one that says something else
   */
  static WebhookSettings parse(String text) {
    WebhookText read = new WebhookText(text);
    if (!NAME.matcher(read.name).matches() || read.name.equals("file")) {
      throw read.refused("name is up to 40 lower-case letters, digits and hyphens, and not file");
    }
    return new WebhookSettings(
        read.name,
        read.url,
        read.secret.orElseThrow(() -> read.refused("it has a secret-file")),
        read.pattern);
  }

  private URI url(String word) {
    try {
      URI parsed = new URI(word);
      boolean isHttp = "https".equals(parsed.getScheme()) || "http".equals(parsed.getScheme());
      if (!isHttp || parsed.getHost() == null || parsed.getUserInfo() != null) {
        throw refused("it begins with its url, https://HOST/PATH or http://HOST/PATH");
      }
      return parsed;
    } catch (URISyntaxException _) {
      throw refused("it begins with its url, https://HOST/PATH or http://HOST/PATH");
    }
  }

  private void member(String word) {
    String[] parts = word.split("=", 2);
    String value = parts.length == 2 ? parts[1] : "";
    switch (parts[0]) {
      case "name" -> name = value;
      case "secret-file" -> secret = Optional.of(secret(file(value)));
      case "pattern-file" -> pattern = Optional.of(EventPattern.parse(file(value)));
      default -> throw refused("it has url, name, secret-file and pattern-file");
    }
  }

  private WebhookSecret secret(String content) {
    if (content.length() < SHORTEST_SECRET) {
      throw refused("its secret has at least %d characters".formatted(SHORTEST_SECRET));
    }
    return new WebhookSecret(content);
  }

  private String file(String path) {
    try {
      if (Files.size(Path.of(path)) > LONGEST_FILE) {
        throw refused(path + " has more than 64 KiB");
      }
      return Files.readString(Path.of(path)).strip();
    } catch (IOException e) {
      throw refused("%s cannot be read: %s".formatted(path, e));
    }
  }

  private Malformed refused(String rule) {
    return new Malformed("webhook", text, rule);
  }
}
