package dev.berth.wire.ecr.image;

import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.Malformed;
import dev.berth.model.Tag;
import dev.berth.registry.image.ImageFailure;
import dev.berth.registry.image.ImageId;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Output;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * An {@code ImageIdentifier} as it was sent: one of a batch may be malformed without spoiling the
 * others (ECR dossier 5.4).
 *
 * @param digest any text
 * @param tag any text of 1 to 300 characters
 */
public record ImageIdMember(Optional<String> digest, Optional<String> tag) {
  private static final Pattern DIGEST = Pattern.compile("[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9-_.]+");
  private static final String RULE = "must satisfy regular expression '%s'";

  /** What the text turned out to be. */
  sealed interface Parsed {
    /** An id, of an image that may be there. */
    record Good(ImageId id) implements Parsed {}

    /** No id, or one of an image that cannot be there. */
    record Bad(ImageFailure.Code code) implements Parsed {}
  }

  static ImageIdMember read(Input input) {
    return new ImageIdMember(input.textIfAny("imageDigest"), input.textIfAny("imageTag"));
  }

  /** An id as the API writes it. */
  public static ObjectNode write(ImageId id) {
    return new ImageIdMember(id.digest().map(Digest::toString), id.tag().map(Tag::value)).write();
  }

  /** The id of an image that was found: its digest, and the tag that it was asked for by. */
  public static ObjectNode write(Image found, ImageId asked) {
    return write(new ImageId(Optional.of(found.digest()), asked.tag()));
  }

  ObjectNode write() {
    ObjectNode node = Output.object();
    digest.ifPresent(text -> node.put("imageDigest", text));
    tag.ifPresent(text -> node.put("imageTag", text));
    return node;
  }

  /** Parses for a batch, in which each image fails on its own (IM-15). */
  Parsed parse() {
    if (digest.filter(text -> !DIGEST.matcher(text).matches()).isPresent()) {
      return new Parsed.Bad(ImageFailure.Code.INVALID_IMAGE_DIGEST);
    }
    if (tag.filter(text -> !TAG.matcher(text).matches()).isPresent()) {
      return new Parsed.Bad(ImageFailure.Code.INVALID_IMAGE_TAG);
    }
    try {
      return new Parsed.Good(new ImageId(digest.map(Digest::parse), tag.map(Tag::new)));
    } catch (Malformed _) {
      // The form is right, and no image has a digest of such an algorithm.
      return new Parsed.Bad(ImageFailure.Code.IMAGE_NOT_FOUND);
    }
  }

  /** Parses where one malformed id spoils the request. */
  public static ImageId require(Input input, Input id) {
    ImageIdMember sent = read(id);
    return new ImageId(
        sent.digest().map(text -> digest(input, text)), sent.tag().map(text -> tag(input, text)));
  }

  /** The {@code imageId} of a request about one image, which says at least one of the two. */
  public static ImageId required(Input input) {
    ImageId id = require(input, input.structure("imageId").orElseThrow());
    if (id.digest().isEmpty() && id.tag().isEmpty()) {
      throw input.violation(ImageFailure.Code.MISSING_DIGEST_AND_TAG.text());
    }
    return id;
  }

  /** A digest that spoils the request when it is malformed. */
  static Digest digest(Input input, String text) {
    if (!DIGEST.matcher(text).matches()) {
      throw input.violation("imageDigest", RULE.formatted(DIGEST.pattern()));
    }
    return input.parse("imageDigest", text, Digest::parse);
  }

  /** A tag that spoils the request when it is malformed (IM-11). */
  static Tag tag(Input input, String text) {
    if (!TAG.matcher(text).matches()) {
      throw input.violation("imageTag", RULE.formatted(TAG.pattern()));
    }
    return new Tag(text);
  }
}
