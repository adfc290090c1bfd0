package dev.berth.wire.ecr.image;

import dev.berth.model.MediaType;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.Images;
import dev.berth.registry.image.PushedManifest;
import dev.berth.registry.image.Put;
import dev.berth.registry.refusal.ImageAlreadyExists;
import dev.berth.registry.template.CreationOnNeed;
import dev.berth.wire.door.FirstPush;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Prepared;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stores a manifest, or lets a tag name one that is stored (ECR dossier 5.2, CHECKLIST IM-01 to
 * IM-11), in a repository that a template makes when there is none (ECR dossier 7.6).
 */
public record PutImage(Images images, CreationOnNeed creation)
    implements JsonOperation<PutImage.Request> {

  /** The request. */
  public record Request(
      RepositoryAddress address,
      PushedManifest manifest,
      Optional<Tag> tag,
      Optional<FirstPush> firstPush) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    PushedManifest manifest =
        new PushedManifest(
            bytes(input, input.text("imageManifest")),
            input
                .textIfAny("imageManifestMediaType")
                .map(type -> input.parse("imageManifestMediaType", type, MediaType::new)),
            input.textIfAny("imageDigest").map(digest -> ImageIdMember.digest(input, digest)));
    Optional<Tag> tag = input.textIfAny("imageTag").map(text -> ImageIdMember.tag(input, text));
    return new Request(Targets.repository(input, home), manifest, tag, Optional.empty());
  }

  @Override
  public Prepared<Request> prepare(Request request) {
    Optional<FirstPush> push = FirstPush.of(creation, request.address());
    return new Prepared<>(
        new Request(request.address(), request.manifest(), request.tag(), push),
        push.map(FirstPush::demands).orElse(List.of()),
        gate -> push.map(first -> first.through(gate)).orElse(gate));
  }

  // Half a surrogate pair can be written in JSON and has no bytes: no digest would be of what was
  // sent.
  private static byte[] bytes(Input input, String manifest) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(manifest));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException _) {
      throw input.violation("ImageManifest", "Invalid JSON syntax");
    }
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    request.firstPush().map(FirstPush::planned).ifPresent(creation::create);
    List<Tag> tags = request.tag().stream().toList();
    Put put = images.put(request.address(), request.manifest(), tags);
    return switch (put.outcome()) {
      case ALREADY ->
          throw new ImageAlreadyExists(request.address(), put.image().digest(), request.tag());
      case CREATED, RETAGGED, RESTORED -> answer(request, put);
    };
  }

  private static ObjectNode answer(Request request, Put put) {
    ImageId id = new ImageId(Optional.of(put.image().digest()), request.tag());
    ObjectNode answer = Output.object();
    answer.set("image", ImageAnswer.of(request.address(), id, put.manifest()));
    return answer;
  }
}
