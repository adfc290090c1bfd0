package dev.berth.server.config;

import dev.berth.identity.oidc.IssuerSettings;
import dev.berth.model.Malformed;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what is said of an OpenID Connect issuer: its URL, then {@code name=value} by spaces. */
final class IssuerText {
  private IssuerText() {}

  /**
   * Reads one entry.
   *
   * @throws Malformed for one that says something else
   */
  static IssuerSettings parse(String text) {
    String[] words = text.strip().split("\\s+");
    if (!words[0].startsWith("https://")) {
      throw new Malformed("issuer", text, "it begins with its url, https://HOST");
    }
    IssuerSettings issuer = IssuerSettings.usual(words[0]);
    for (int i = 1; i < words.length; i++) {
      issuer = with(issuer, words[i], text);
    }
    return issuer;
  }

  private static IssuerSettings with(IssuerSettings issuer, String word, String text) {
    String[] parts = word.split("=", 2);
    String value = parts.length == 2 ? parts[1] : "true";
    return switch (parts[0]) {
      case "keys-file" ->
          new IssuerSettings(
              issuer.url(),
              Optional.of(Path.of(value)),
              issuer.plainHttp(),
              issuer.privateNetwork());
      case "plain-http" ->
          new IssuerSettings(
              issuer.url(), issuer.keysFile(), flag(value, text), issuer.privateNetwork());
      case "private-network" ->
          new IssuerSettings(
              issuer.url(), issuer.keysFile(), issuer.plainHttp(), flag(value, text));
      default ->
          throw new Malformed(
              "issuer", text, "it has url, keys-file, plain-http and private-network");
    };
  }

  private static boolean flag(String value, String text) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Malformed("issuer", text, "a flag is true or false");
    };
  }
}
