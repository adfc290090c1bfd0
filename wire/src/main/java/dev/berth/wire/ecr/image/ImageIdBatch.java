package dev.berth.wire.ecr.image;

import dev.berth.registry.image.ImageFailure;
import dev.berth.registry.image.ImageId;
import dev.berth.wire.json.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;

/**
 * The {@code imageIds} of a batch: those that the registry can be asked for, and those that failed
 * already.
 *
 * @param ids each once, in the order sent
 * @param failed with their codes
 */
record ImageIdBatch(List<ImageId> ids, Map<ImageIdMember, ImageFailure.Code> failed) {

  static ImageIdBatch read(Input input) {
    List<ImageId> ids = new ArrayList<>();
    Map<ImageIdMember, ImageFailure.Code> failed = new LinkedHashMap<>();
    for (Input each : input.structures("imageIds")) {
      ImageIdMember sent = ImageIdMember.read(each);
      switch (sent.parse()) {
        case ImageIdMember.Parsed.Good(ImageId id) -> ids.add(id);
        case ImageIdMember.Parsed.Bad(ImageFailure.Code code) -> failed.put(sent, code);
      }
    }
    return new ImageIdBatch(ids.stream().distinct().toList(), failed);
  }

  /** Writes what failed here, and what failed in the registry. */
  void writeFailures(List<ImageFailure> failures, ArrayNode list) {
    failed.forEach(
        (sent, code) ->
            list.addObject()
                .put("failureCode", code.ecrName())
                .put("failureReason", code.text())
                .set("imageId", sent.write()));
    for (ImageFailure failure : failures) {
      list.addObject()
          .put("failureCode", failure.code().ecrName())
          .put("failureReason", failure.reason())
          .set("imageId", ImageIdMember.write(failure.id()));
    }
  }
}
