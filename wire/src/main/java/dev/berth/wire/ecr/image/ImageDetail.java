package dev.berth.wire.ecr.image;

import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.TaggedImage;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An {@code ImageDetail} of the API (ECR dossier 5.6). Scan status and findings are never there, as
 * with ECR's own current scanning (CHECKLIST IM-34).
 */
final class ImageDetail {
  private ImageDetail() {}

  static ObjectNode of(RepositoryAddress address, TaggedImage tagged) {
    Image image = tagged.image();
    ObjectNode node = Output.object();
    node.put("registryId", address.registry().account().value());
    node.put("repositoryName", address.name().value());
    node.put("imageDigest", image.digest().toString());
    if (!tagged.tags().isEmpty()) {
      ArrayNode tags = node.putArray("imageTags");
      tagged.tags().forEach(tag -> tags.add(tag.value()));
    }
    node.put("imageSizeInBytes", image.imageSize());
    node.put("imagePushedAt", Output.seconds(image.pushedAt()));
    node.put("imageManifestMediaType", image.mediaType().value());
    image.artifactType().ifPresent(type -> node.put("artifactMediaType", type));
    image.lastPulledAt().ifPresent(at -> node.put("lastRecordedPullTime", Output.seconds(at)));
    image.subject().ifPresent(digest -> node.put("subjectManifestDigest", digest.toString()));
    node.put("imageStatus", image.storage().status().name());
    image
        .storage()
        .lastArchivedAt()
        .ifPresent(at -> node.put("lastArchivedAt", Output.seconds(at)));
    image
        .storage()
        .lastActivatedAt()
        .ifPresent(at -> node.put("lastActivatedAt", Output.seconds(at)));
    return node;
  }
}
