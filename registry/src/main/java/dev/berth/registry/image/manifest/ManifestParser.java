package dev.berth.registry.image.manifest;

import dev.berth.model.MediaType;
import dev.berth.registry.Conformance;
import dev.berth.registry.Limits;
import dev.berth.registry.refusal.ManifestInvalid;
import dev.berth.registry.refusal.ManifestInvalid.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads manifests and refuses what is not one (oci-behaviour 3.1, ecr-behaviour 5.1 and 5.2).
 * Unknown members and unknown types of configs and layers are fine; a document that could be read
 * as two things is not. Pure.
 */
public final class ManifestParser {
  private static final long SCHEMA_VERSION = 2;
  private static final Set<String> SCHEMA_1 =
      Set.of(
          "application/vnd.docker.distribution.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v1+prettyjws");
  private static final String OCI_ARTIFACT = "application/vnd.oci.artifact.manifest.v1+json";

  private final Limits limits;
  private final Conformance conformance;

  public ManifestParser(Limits limits, Conformance conformance) {
    this.limits = limits;
    this.conformance = conformance;
  }

  /**
   * Reads a manifest.
   *
   * @param bytes at most {@link Limits#manifestBytes}
   * @param declared the type that came with it; must not differ from the one inside
   * @throws ManifestInvalid for everything that is not a manifest that Berth stores
   */
  public ParsedManifest parse(byte[] bytes, Optional<MediaType> declared) {
    if (bytes.length > limits.manifestBytes()) {
      throw new ManifestInvalid(
          Kind.TOO_LARGE,
          "the manifest has %d bytes, more than the %d that are allowed"
              .formatted(bytes.length, limits.manifestBytes()));
    }
    Document document = DocumentReader.read(bytes, limits.layers());
    refuseSchema1(document, declared);
    MediaType type = type(document, declared);
    if (ParsedManifest.isImage(type)) {
      return image(document, type);
    }
    if (ParsedManifest.isIndex(type)) {
      return index(document, type);
    }
    if (type.value().equals(OCI_ARTIFACT)) {
      throw new ManifestInvalid(
          Kind.OCI_ARTIFACT_MANIFEST,
          "the OCI artifact manifest was withdrawn and is not supported; push an image manifest with artifactType");
    }
    throw new ManifestInvalid(
        Kind.UNKNOWN_MEDIA_TYPE, "'%s' is not the media type of a manifest".formatted(type));
  }

  /** The annotations of a manifest that was parsed before it was stored. */
  public static Map<String, String> annotations(byte[] stored) {
    return DocumentReader.read(stored, Integer.MAX_VALUE).annotations();
  }

  private static void refuseSchema1(Document document, Optional<MediaType> declared) {
    boolean typed =
        declared.map(MediaType::value).filter(SCHEMA_1::contains).isPresent()
            || document.mediaType().filter(SCHEMA_1::contains).isPresent();
    boolean shaped =
        document.members().contains("fsLayers") || document.schemaVersion().equals(Optional.of(1L));
    if (typed || shaped) {
      throw new ManifestInvalid(
          Kind.SCHEMA_1, "Docker image manifest version 2, schema 1 is not supported");
    }
  }

  private static MediaType type(Document document, Optional<MediaType> declared) {
    Optional<String> inside = document.mediaType();
    if (inside.isEmpty()) {
      return declared.orElseThrow(
          () ->
              new ManifestInvalid(
                  Kind.NO_MEDIA_TYPE,
                  "no media type was declared, and the manifest has no 'mediaType'"));
    }
    if (declared.isPresent() && !declared.get().value().equals(inside.get())) {
      throw new ManifestInvalid(
          Kind.MEDIA_TYPE_CONFLICT,
          "the manifest was declared as '%s' and has another 'mediaType'"
              .formatted(declared.get()));
    }
    return DocumentReader.type("mediaType", inside.get());
  }

  private ParsedManifest.ImageManifest image(Document document, MediaType type) {
    refuse(document, "manifests");
    requireSkeleton(document, type);
    List<Descriptor> layers = document.layers().orElse(List.of());
    if (layers.isEmpty() && conformance == Conformance.ECR) {
      throw new ManifestInvalid(Kind.NO_LAYERS, "Image has to have at least 1 layer");
    }
    if (document.layers().isEmpty()) {
      throw JsonReader.member("layers", "is missing");
    }
    Descriptor config =
        document.config().orElseThrow(() -> JsonReader.member("config", "is missing"));
    if (config.mediaType().equals(MediaType.OCI_EMPTY) && document.artifactType().isEmpty()) {
      throw JsonReader.member("artifactType", "is missing, although the config is empty");
    }
    return new ParsedManifest.ImageManifest(
        type, document.artifactType(), config, layers, document.subject(), document.annotations());
  }

  private static ParsedManifest.ImageIndex index(Document document, MediaType type) {
    refuse(document, "config");
    refuse(document, "layers");
    requireSkeleton(document, type);
    List<Descriptor> manifests =
        document.manifests().orElseThrow(() -> JsonReader.member("manifests", "is missing"));
    if (type.equals(MediaType.DOCKER_MANIFEST_LIST)) {
      for (int i = 0; i < manifests.size(); i++) {
        if (manifests.get(i).platform().isEmpty()) {
          throw JsonReader.member("manifests[%d].platform".formatted(i), "is missing");
        }
      }
    }
    return new ParsedManifest.ImageIndex(
        type, document.artifactType(), manifests, document.subject(), document.annotations());
  }

  // GHSA-qq97-vm5h-rrhg: what one reader takes for an image must not be an index to another.
  private static void refuse(Document document, String member) {
    if (document.members().contains(member)) {
      throw new ManifestInvalid(
          Kind.IMAGE_AND_INDEX,
          "a manifest with '%s' is not of the media type that it claims".formatted(member));
    }
  }

  private static void requireSkeleton(Document document, MediaType type) {
    if (!document.schemaVersion().equals(Optional.of(SCHEMA_VERSION))) {
      throw JsonReader.member("schemaVersion", "is not 2");
    }
    if (ParsedManifest.isDocker(type) && document.mediaType().isEmpty()) {
      throw JsonReader.member("mediaType", "is missing");
    }
  }
}
