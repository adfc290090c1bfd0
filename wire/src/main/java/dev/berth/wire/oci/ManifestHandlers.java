package dev.berth.wire.oci;

import dev.berth.iam.Decision;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.Malformed;
import dev.berth.model.Manifest;
import dev.berth.model.MediaType;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.image.Images;
import dev.berth.registry.image.PushedManifest;
import dev.berth.registry.image.Put;
import dev.berth.registry.image.StoredImage;
import dev.berth.registry.template.CreationOnNeed;
import dev.berth.wire.door.BodyBudget;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.FirstPush;
import dev.berth.wire.door.WholeBody;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.EntityTag;
import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Response;
import java.util.List;
import java.util.Optional;

/**
 * Manifests (distribution-spec, "Pulling manifests", "Pushing manifests", "Deleting tags",
 * "Deleting manifests").
 */
public final class ManifestHandlers {
  /** The longest manifest that is taken, and that ECR's API takes. */
  static final long MAX_BYTES = 4L * 1024 * 1024;

  /** The most tags that one push by digest may set. */
  static final int MAX_TAGS = 100;

  // distribution-spec, "Warnings": 299 and no agent, shown by clients as it is
  private static final String WARNING =
      "299 - \"Non-distributable layers are deprecated by OCI and need not be in this registry: "
          + "the image can be pulled only while they are to be had elsewhere.\"";

  private static final String DIGEST_FIELD = "Docker-Content-Digest";

  private final Images images;
  private final CreationOnNeed creation;
  private final BodyBudget budget;
  private final Addresses addresses;

  /**
   * @param creation makes the repository of a first push
   * @param budget for manifests on their way in
   */
  public ManifestHandlers(
      Images images, CreationOnNeed creation, BodyBudget budget, OciSettings settings) {
    this.images = images;
    this.creation = creation;
    this.budget = budget;
    this.addresses = new Addresses(settings);
  }

  // Never converted: by tag and by digest clients get the bytes that were pushed (invariant I5).
  // HEAD is not a pull.
  Response get(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    RepositoryAddress repository = request.repository(caller.registry());
    if (request.isHead()) {
      Image image = images.find(repository, reference(request));
      return isKnown(request, image.digest())
          ? new Response(
              304, fields(image.digest(), image.mediaType()), new Body.Absent(image.manifestSize()))
          : new Response(
              200,
              fields(image.digest(), image.mediaType()),
              new Body.Absent(image.manifestSize()));
    }
    StoredImage stored = images.get(repository, reference(request));
    Manifest manifest = stored.manifest();
    if (isKnown(request, manifest.digest())) {
      return new Response(304, fields(manifest.digest(), manifest.mediaType()), Body.NONE);
    }
    images.recordPull(repository.registry(), stored.image(), caller.principal());
    return new Response(
        200, fields(manifest.digest(), manifest.mediaType()), new Body.Bytes(manifest.bytes()));
  }

  private static boolean isKnown(OciRequest request, Digest digest) {
    return tag(digest).isKnownTo(request.http());
  }

  private static Headers fields(Digest digest, MediaType mediaType) {
    return Headers.of("Content-Type", mediaType.value())
        .with(DIGEST_FIELD, digest.toString())
        .with("ETag", tag(digest).toString())
        .with("X-Content-Type-Options", "nosniff");
  }

  private static EntityTag tag(Digest digest) {
    return new EntityTag(digest.toString());
  }

  /** The request as a first push, if it is one. */
  OciRequest asFirstPush(OciRequest request, RegistryId registry) {
    return request.with(FirstPush.of(creation, request.repository(registry)));
  }

  Response put(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    RepositoryAddress repository = request.repository(caller.registry());
    Optional<MediaType> declared =
        request.http().headers().first("Content-Type").map(ManifestHandlers::mediaType);
    try (WholeBody body = WholeBody.read(request.http().body(), MAX_BYTES, budget)) {
      request.firstPush().map(FirstPush::planned).ifPresent(creation::create);
      return switch (reference(request)) {
        case ImageReference.ByDigest(Digest digest) -> {
          List<Tag> tags = tags(request);
          var pushed = new PushedManifest(body.bytes(), declared, Optional.of(digest));
          Response response = created(request, images.put(repository, pushed, tags));
          for (Tag tag : tags) {
            response = response.with("OCI-Tag", tag.value());
          }
          yield response;
        }
        case ImageReference.ByTag(Tag tag) -> {
          var pushed = new PushedManifest(body.bytes(), declared, Optional.empty());
          yield created(request, images.put(repository, pushed, List.of(tag)));
        }
      };
    }
  }

  // All are taken or none (distribution-spec after 1.1, "Pushing manifests", end-7b).
  private static List<Tag> tags(OciRequest request) {
    List<String> asked = request.query().all("tag").stream().distinct().toList();
    if (asked.size() > MAX_TAGS) {
      throw OciError.of(
          414,
          OciError.Code.TAG_INVALID,
          "The address names %d tags, and at most %d are taken at once."
              .formatted(asked.size(), MAX_TAGS));
    }
    return asked.stream().map(OciPath::tag).toList();
  }

  private Response created(OciRequest request, Put put) {
    Image image = put.image();
    Response created =
        Response.of(201)
            .with("Location", addresses.manifest(request.http(), request.name(), image.digest()))
            .with(DIGEST_FIELD, image.digest().toString());
    Response response = put.nondistributable() ? created.with("Warning", WARNING) : created;
    return image
        .subject()
        .map(subject -> response.with("OCI-Subject", subject.toString()))
        .orElse(response);
  }

  private static MediaType mediaType(String header) {
    try {
      return MediaType.ofHeader(header);
    } catch (Malformed e) {
      throw OciError.of(400, OciError.Code.MANIFEST_INVALID, e.getMessage());
    }
  }

  Response delete(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    images.delete(
        request.repository(caller.registry()), reference(request), caller.principal().arn());
    return Response.of(202);
  }

  private static ImageReference reference(OciRequest request) {
    return switch (request.path()) {
      case OciPath.OfManifest(_, ImageReference reference) -> reference;
      default ->
          throw new IllegalStateException("the row is for manifests, not for " + request.path());
    };
  }
}
