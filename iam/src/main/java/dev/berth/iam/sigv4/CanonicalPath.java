package dev.berth.iam.sigv4;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The path in canonical form (IAM dossier 2.2, item 1). Every service but S3 removes dot segments
 * and repeated slashes and encodes what is encoded once more.
 */
final class CanonicalPath {
  private CanonicalPath() {}

  static String normalized(String rawPath) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : rawPath.split("/")) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> segments.pollLast();
        default -> segments.addLast(segment);
      }
    }
    if (segments.isEmpty()) {
      return "/";
    }
    return UriText.encodePath(
        "/" + String.join("/", segments) + (rawPath.endsWith("/") ? "/" : ""));
  }

  /** The path of a service that signs it as it is. */
  static String asReceived(String rawPath) {
    return rawPath.isEmpty() ? "/" : UriText.encodePath(rawPath);
  }
}
