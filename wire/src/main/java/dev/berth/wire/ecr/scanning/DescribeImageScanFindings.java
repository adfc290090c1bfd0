package dev.berth.wire.ecr.scanning;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.scanning.Scan;
import dev.berth.registry.scanning.Scanning;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.ecr.image.ImageIdMember;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes the last scan of an image (ECR dossier 14.5, CHECKLIST SC-13). There is no scanner yet:
 * a scan has no findings, and no token of a page is good.
 */
public record DescribeImageScanFindings(Scanning scanning)
    implements JsonOperation<DescribeImageScanFindings.Request> {

  /** The request. */
  public record Request(RepositoryAddress address, ImageId id) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    RepositoryAddress address = Targets.repository(input, home);
    if (input.has("nextToken")) {
      throw input.violation("nextToken", "The token is not one of this list");
    }
    return new Request(address, ImageIdMember.required(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Scan scan = scanning.last(request.address(), request.id());
    ObjectNode answer = ScanAnswer.of(request.address(), request.id(), scan);
    // also of a scan that failed: the paginators of the AWS CLI cannot do without
    answer.putObject("imageScanFindings").putArray("findings");
    return answer;
  }
}
