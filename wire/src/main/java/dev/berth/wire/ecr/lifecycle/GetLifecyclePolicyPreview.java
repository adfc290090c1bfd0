package dev.berth.wire.ecr.lifecycle;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.LifecyclePreview;
import dev.berth.metadata.LifecyclePreview.Result;
import dev.berth.metadata.LifecyclePreview.Status;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.lifecycle.LifecyclePreviews;
import dev.berth.registry.lifecycle.LifecyclePreviews.Shown;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.ecr.image.ImageIdMember;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows the preview of a repository: all that its rules would take in pages, or those images that
 * are named at once (ECR dossier 12.4, CHECKLIST LC-37, LC-39, LC-45, PG-04, PG-05).
 */
public record GetLifecyclePolicyPreview(LifecyclePreviews previews, Pages pages)
    implements JsonOperation<GetLifecyclePolicyPreview.Request> {
  private static final String IDS = "imageIds";

  /** The request. */
  sealed interface Request {
    /** In which repository. */
    RepositoryAddress address();

    /** Those of these ids; the filter does not apply. */
    record Named(RepositoryAddress address, List<ImageId> ids) implements Request {}

    /** Some of all. */
    record Paged(RepositoryAddress address, TagStatus tags, Page.Request<Long> page)
        implements Request {
      Listing listing() {
        return GetLifecyclePolicyPreview.listing(address, tags);
      }
    }
  }

  @Override
  public Request parse(Input input, RegistryId home) {
    RepositoryAddress address = Targets.repository(input, home);
    if (input.has(IDS)) {
      Pages.refuseBeside(IDS, input);
      return new Request.Named(
          address,
          input.structures(IDS).stream().map(id -> ImageIdMember.require(input, id)).toList());
    }
    TagStatus tags =
        input
            .structure("filter")
            .flatMap(filter -> filter.textIfAny("tagStatus"))
            .map(TagStatus::valueOf)
            .orElse(TagStatus.ANY);
    return new Request.Paged(
        address, tags, pages.request(input, listing(address, tags), Long::valueOf));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Shown shown = previews.get(request.address());
    LifecyclePreview preview = shown.preview();
    ObjectNode answer =
        LifecycleAnswer.of(request.address(), preview.document())
            .put("status", shown.expired() ? "EXPIRED" : preview.status().name());
    ArrayNode results = answer.putArray("previewResults");
    switch (request) {
      case Request.Named(_, var ids) -> previews.of(shown, ids).forEach(r -> write(r, results));
      case Request.Paged paged -> {
        Page<Result, Long> page = previews.page(shown, paged.tags(), paged.page());
        page.items().forEach(r -> write(r, results));
        pages.finish(answer, paged.listing(), page.next().map(at -> Long.toString(at)));
      }
    }
    if (preview.status() == Status.COMPLETE) {
      summary(preview, answer.putObject("summary"));
    }
    return answer;
  }

  private static void write(Result result, ArrayNode results) {
    ObjectNode node = results.addObject();
    ArrayNode tags = node.putArray("imageTags");
    result.tags().forEach(tag -> tags.add(tag.value()));
    node.put("imageDigest", result.digest().toString());
    node.put("imagePushedAt", Output.seconds(result.pushedAt()));
    ObjectNode action = node.putObject("action").put("type", result.action());
    if (result.action().equals("TRANSITION")) {
      action.put("targetStorageClass", "ARCHIVE");
    }
    node.put("appliedRulePriority", result.priority());
    node.put("storageClass", result.storageClass());
  }

  private static void summary(LifecyclePreview preview, ObjectNode summary) {
    summary.put("expiringImageTotalCount", preview.expiring());
    if (preview.transitioning() > 0) {
      summary
          .putArray("transitioningImageTotalCounts")
          .addObject()
          .put("targetStorageClass", "ARCHIVE")
          .put("imageTotalCount", preview.transitioning());
    }
  }

  private static Listing listing(RepositoryAddress address, TagStatus tags) {
    return new Listing(
        "GetLifecyclePolicyPreview",
        address.registry(),
        List.of(address.name().value(), tags.name()));
  }
}
