package dev.berth.wire.ecr.image;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.metadata.TaggedDigest;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.Images;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists a repository's images: one entry for each tag, and one for each image without tags (ECR
 * dossier 5.6, CHECKLIST IM-28).
 */
public record ListImages(Images images, Pages pages) implements JsonOperation<ListImages.Request> {

  /** The request. */
  record Request(
      RepositoryAddress address, ImageFilter filter, Page.Request<TaggedDigest.Key> page) {
    Listing listing() {
      return ListImages.listing(address, filter);
    }
  }

  @Override
  public Request parse(Input input, RegistryId home) {
    RepositoryAddress address = Targets.repository(input, home);
    ImageFilter filter = ImageFilter.read(input);
    return new Request(
        address, filter, pages.request(input, listing(address, filter), ListImages::position));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    ObjectNode answer = Output.object();
    ArrayNode ids = answer.putArray("imageIds");
    Page<TaggedDigest, TaggedDigest.Key> page = page(request);
    for (TaggedDigest each : page.items()) {
      ids.add(ImageIdMember.write(new ImageId(Optional.of(each.digest()), each.tag())));
    }
    pages.finish(answer, request.listing(), page.next().map(ListImages::text));
    return answer;
  }

  private Page<TaggedDigest, TaggedDigest.Key> page(Request request) {
    ImageFilter filter = request.filter();
    return images.list(request.address(), filter.tags(), filter.status(), request.page());
  }

  private static Listing listing(RepositoryAddress address, ImageFilter filter) {
    List<String> parts = new ArrayList<>(filter.parts());
    parts.add(address.name().value());
    return new Listing("ListImages", address.registry(), parts);
  }

  private static String text(TaggedDigest.Key key) {
    return key.imageId() + key.tag().map(tag -> "/" + tag).orElse("");
  }

  private static TaggedDigest.Key position(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new TaggedDigest.Key(Long.parseLong(text), Optional.empty())
        : new TaggedDigest.Key(
            Long.parseLong(text.substring(0, slash)),
            Optional.of(new Tag(text.substring(slash + 1))));
  }
}
