package dev.berth.wire.ecr.layer;

import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Malformed;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.upload.Layers;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says which layers a repository holds (ECR dossier 6.1, CHECKLIST LY-01, LY-02, LY-13). A digest
 * of an algorithm that is not served is a layer that is not there; text that is no digest is a
 * failure of its own. A layer that only archived images name is archived.
 */
public record BatchCheckLayerAvailability(Layers layers)
    implements JsonOperation<BatchCheckLayerAvailability.Request> {
  private static final Pattern DIGEST = Pattern.compile("[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+");
  // What a layer is served as: which media type a manifest calls it is the manifest's matter.
  private static final String MEDIA_TYPE = "application/octet-stream";

  /** The request, with the digests as sent. */
  public record Request(RepositoryAddress address, List<String> digests) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    List<String> digests = input.texts("layerDigests").stream().distinct().toList();
    return new Request(Targets.repository(input, home), digests);
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    ObjectNode answer = Output.object();
    ArrayNode known = answer.putArray("layers");
    ArrayNode failures = answer.putArray("failures");
    List<String> wellFormed = new ArrayList<>();
    for (String digest : request.digests()) {
      if (digest.isEmpty()) {
        fail(failures, digest, "MissingLayerDigest", "layer digest cannot be null");
      } else if (!DIGEST.matcher(digest).matches()) {
        String rule = "layer digest should satisfy the regex '%s'".formatted(DIGEST.pattern());
        fail(failures, digest, "InvalidLayerDigest", rule);
      } else {
        wellFormed.add(digest);
      }
    }
    List<Digest> servable =
        wellFormed.stream().map(this::digest).flatMap(Optional::stream).toList();
    Map<Digest, Blob> there = layers.available(request.address(), servable);
    Set<Blob> archived = layers.archived(request.address(), there.values());
    for (String digest : wellFormed) {
      Optional<Blob> layer = digest(digest).flatMap(key -> Optional.ofNullable(there.get(key)));
      describe(known.addObject().put("layerDigest", digest), layer, archived);
    }
    return answer;
  }

  private Optional<Digest> digest(String text) {
    try {
      return Optional.of(Digest.parse(text));
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  private static void describe(ObjectNode node, Optional<Blob> layer, Set<Blob> archived) {
    node.put(
        "layerAvailability",
        layer
            .map(blob -> archived.contains(blob) ? "ARCHIVED" : "AVAILABLE")
            .orElse("UNAVAILABLE"));
    layer.ifPresent(blob -> node.put("layerSize", blob.size()).put("mediaType", MEDIA_TYPE));
  }

  private static void fail(ArrayNode failures, String digest, String code, String rule) {
    failures
        .addObject()
        .put("layerDigest", digest)
        .put("failureCode", code)
        .put("failureReason", "Invalid request parameters: " + rule);
  }
}
