package dev.berth.registry.lifecycle;

import dev.berth.model.Digest;
import dev.berth.model.Malformed;
import dev.berth.model.Tag;
import dev.berth.registry.lifecycle.policy.TagPattern;
import java.util.Collection;
import java.util.regex.Pattern;

/** What lifecycle must not touch: an image by its digest, or all with a tag that matches. */
public sealed interface Protection {

  /** Whether an image is covered. */
  boolean covers(Digest digest, Collection<Tag> tags);

  /** As it is stored and shown. */
  String text();

  /**
   * Reads a digest, or a pattern over whole tags in which {@code *} stands for any run of
   * characters.
   *
   * @throws Malformed when it is neither
   */
  static Protection parse(String text) {
    return text.indexOf(':') >= 0
        ? new OfDigest(Digest.parse(text))
        : new OfTags(text, TagPattern.of(text));
  }

  /** One image, whatever its tags. */
  record OfDigest(Digest digest) implements Protection {
    @Override
    public boolean covers(Digest other, Collection<Tag> tags) {
      return digest.equals(other);
    }

    @Override
    public String text() {
      return digest.toString();
    }
  }

  /**
   * All images that have a tag that matches.
   *
   * @param text 1 to 300 characters of tags, and {@code *}
   */
  record OfTags(String text, TagPattern pattern) implements Protection {
    private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9._*-]{1,300}");

    public OfTags {
      if (!GRAMMAR.matcher(text).matches()) {
        throw new Malformed(
            "protection",
            text,
            "it is a digest, or 1 to 300 letters, digits, '.', '_', '-' and '*'");
      }
    }

    @Override
    public boolean covers(Digest digest, Collection<Tag> tags) {
      return tags.stream().anyMatch(pattern::matches);
    }
  }
}
