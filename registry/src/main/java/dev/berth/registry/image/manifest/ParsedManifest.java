package dev.berth.registry.image.manifest;

import dev.berth.model.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a manifest says, as far as a registry looks at it. Its bytes stay what they were (invariant
 * I5): this is never written out again.
 */
public sealed interface ParsedManifest {

  /** One of the four types that are stored, as declared or in the document. */
  MediaType mediaType();

  /**
   * What ECR shows as the artifact's media type: {@code artifactType}, else the config's type;
   * empty for plain indexes.
   */
  Optional<String> shownArtifactType();

  /** The manifest that this one refers to; it need not exist. */
  Optional<Descriptor> subject();

  /** Key to value, in the document's order. */
  Map<String, String> annotations();

  /** Whether one of its layers is non-distributable. */
  default boolean hasNondistributableLayers() {
    return switch (this) {
      case ImageManifest image -> image.layers().stream().anyMatch(Descriptor::isNondistributable);
      case ImageIndex _ -> false;
    };
  }

  /**
   * One image or artifact (OCI image manifest, Docker schema 2).
   *
   * @param artifactType as in the document
   * @param layers perhaps none
   */
  record ImageManifest(
      MediaType mediaType,
      Optional<String> artifactType,
      Descriptor config,
      List<Descriptor> layers,
      Optional<Descriptor> subject,
      Map<String, String> annotations)
      implements ParsedManifest {
    public ImageManifest {
      layers = List.copyOf(layers);
    }

    @Override
    public Optional<String> shownArtifactType() {
      return artifactType.or(() -> Optional.of(config.mediaType().value()));
    }
  }

  /**
   * Several images under one name (OCI image index, Docker manifest list).
   *
   * @param artifactType as in the document
   * @param manifests perhaps none; entries are manifests, and in caches of builders also layers
   */
  record ImageIndex(
      MediaType mediaType,
      Optional<String> artifactType,
      List<Descriptor> manifests,
      Optional<Descriptor> subject,
      Map<String, String> annotations)
      implements ParsedManifest {
    public ImageIndex {
      manifests = List.copyOf(manifests);
    }

    @Override
    public Optional<String> shownArtifactType() {
      return artifactType;
    }
  }

  /** Whether that type is an image's. */
  static boolean isImage(MediaType type) {
    return type.equals(MediaType.OCI_MANIFEST) || type.equals(MediaType.DOCKER_MANIFEST);
  }

  /** Whether that type is an index's. */
  static boolean isIndex(MediaType type) {
    return type.equals(MediaType.OCI_INDEX) || type.equals(MediaType.DOCKER_MANIFEST_LIST);
  }

  /** Whether that type is one of Docker's. */
  static boolean isDocker(MediaType type) {
    return type.equals(MediaType.DOCKER_MANIFEST) || type.equals(MediaType.DOCKER_MANIFEST_LIST);
  }
}
