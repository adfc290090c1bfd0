package dev.berth.wire.ecr.image;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.image.Images;
import dev.berth.registry.image.TaggedImage;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes the images of a repository in the order of their first push: all of them in pages, or
 * those that are named at once (ECR dossier 5.6, CHECKLIST IM-25 to IM-32, PG-04).
 */
public record DescribeImages(Images images, Pages pages)
    implements JsonOperation<DescribeImages.Request> {
  private static final String IDS = "imageIds";

  /** The request. */
  sealed interface Request {
    /** In which repository. */
    RepositoryAddress address();

    /** Those of these ids; filters do not apply. */
    record Named(RepositoryAddress address, List<ImageId> ids) implements Request {}

    /** Some of all. */
    record Paged(RepositoryAddress address, ImageFilter filter, Page.Request<Long> page)
        implements Request {}
  }

  @Override
  public Request parse(Input input, RegistryId home) {
    RepositoryAddress address = Targets.repository(input, home);
    if (input.has(IDS)) {
      Pages.refuseBeside(IDS, input);
      List<ImageId> ids =
          input.structures(IDS).stream()
              .map(id -> ImageIdMember.require(input, id))
              .distinct()
              .toList();
      return new Request.Named(address, ids);
    }
    ImageFilter filter = ImageFilter.read(input);
    return new Request.Paged(
        address, filter, pages.request(input, listing(address, filter), Long::valueOf));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    ObjectNode answer = Output.object();
    ArrayNode details = answer.putArray("imageDetails");
    switch (request) {
      case Request.Named(var address, var ids) ->
          write(address, images.describe(address, ids), details);
      case Request.Paged paged -> {
        Page<TaggedImage, Long> page = page(paged);
        write(paged.address(), page.items(), details);
        Listing listing = listing(paged.address(), paged.filter());
        pages.finish(answer, listing, page.next().map(id -> Long.toString(id)));
      }
    }
    return answer;
  }

  private Page<TaggedImage, Long> page(Request.Paged request) {
    ImageFilter filter = request.filter();
    return images.page(request.address(), filter.tags(), filter.status(), request.page());
  }

  private static void write(
      RepositoryAddress address, List<TaggedImage> images, ArrayNode details) {
    images.forEach(image -> details.add(ImageDetail.of(address, image)));
  }

  private static Listing listing(RepositoryAddress address, ImageFilter filter) {
    List<String> parts = new ArrayList<>(filter.parts());
    parts.add(address.name().value());
    return new Listing("DescribeImages", address.registry(), parts);
  }
}
