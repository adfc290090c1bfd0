package dev.berth.wire.ecr.layer;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;
import dev.berth.registry.upload.Span;
import dev.berth.registry.upload.Uploads;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.SpooledBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Appends a part to an upload (ECR dossier 6.2, CHECKLIST LY-04 to LY-06). The part's bytes were
 * spooled when it was read.
 */
public record UploadLayerPart(Uploads uploads) implements JsonOperation<UploadLayerPart.Request> {

  /** The request. */
  public record Request(
      RepositoryAddress address, UploadId upload, Span span, SpooledBytes bytes) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    long first = input.number("partFirstByte");
    long last = input.number("partLastByte");
    if (last < first || last == Long.MAX_VALUE) {
      throw input.violation(
          "partLastByte", "The last byte of a part does not come before its first");
    }
    return new Request(
        Targets.repository(input, home),
        UploadIdMember.read(input),
        new Span(first, last),
        input.bytes("layerPartBlob"));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    try {
      long last =
          uploads.appendPart(
              request.address(), request.upload(), request.span(), request.bytes().open());
      return LayerAnswer.of(request.address(), request.upload()).put("lastByteReceived", last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
