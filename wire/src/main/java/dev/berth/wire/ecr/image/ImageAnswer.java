package dev.berth.wire.ecr.image;

import dev.berth.model.Manifest;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.wire.json.Output;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** An {@code Image} of the API: a manifest as the text that it was pushed as (invariant I5). */
final class ImageAnswer {
  private ImageAnswer() {}

  static ObjectNode of(RepositoryAddress address, ImageId id, Manifest manifest) {
    ObjectNode node = Output.object();
    node.put("registryId", address.registry().account().value());
    node.put("repositoryName", address.name().value());
    node.set("imageId", ImageIdMember.write(id));
    node.put("imageManifest", new String(manifest.bytes(), StandardCharsets.UTF_8));
    node.put("imageManifestMediaType", manifest.mediaType().value());
    return node;
  }
}
