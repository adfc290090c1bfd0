package dev.berth.registry.image.manifest;

import dev.berth.model.Digest;
import dev.berth.model.MediaType;
import java.util.List;
import java.util.Optional;

/**
 * A reference to content from a manifest (OCI image-spec, descriptor). Embedded {@code data} was
 * verified when it was read.
 *
 * @param mediaType of the content
 * @param digest of the content
 * @param size of the content in bytes, 0 or more
 * @param urls from where else it may be had; not empty only for content that registries need not
 *     hold
 * @param platform of an index's entry
 */
public record Descriptor(
    MediaType mediaType, Digest digest, long size, List<String> urls, Optional<Platform> platform) {
  private static final String NONDISTRIBUTABLE =
      "application/vnd.oci.image.layer.nondistributable.";
  private static final String DOCKER_FOREIGN =
      "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

  public Descriptor {
    urls = List.copyOf(urls);
  }

  /**
   * Whether the registry need not hold the content: a non-distributable layer, or one with {@code
   * urls} (IM-12).
   */
  public boolean isForeign() {
    return !urls.isEmpty() || isNondistributable();
  }

  /**
   * Whether it is a layer of the types for content that must not be passed on; deprecated by OCI.
   */
  public boolean isNondistributable() {
    return mediaType.value().startsWith(NONDISTRIBUTABLE)
        || mediaType.value().equals(DOCKER_FOREIGN);
  }
}
