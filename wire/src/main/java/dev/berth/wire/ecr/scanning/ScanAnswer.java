package dev.berth.wire.ecr.scanning;

import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.scanning.Scan;
import dev.berth.wire.ecr.image.ImageIdMember;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** What the API says of a scan: it failed, for there is no scanner (ECR dossier 14.4). */
final class ScanAnswer {
  private ScanAnswer() {}

  static ObjectNode of(RepositoryAddress address, ImageId asked, Scan scan) {
    ObjectNode answer = Output.object();
    answer.put("registryId", address.registry().account().value());
    answer.put("repositoryName", address.name().value());
    answer.set("imageId", ImageIdMember.write(scan.image(), asked));
    answer.putObject("imageScanStatus").put("status", "FAILED").put("description", Scan.NO_SCANNER);
    return answer;
  }
}
