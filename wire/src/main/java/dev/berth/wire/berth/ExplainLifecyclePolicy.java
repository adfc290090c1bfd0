package dev.berth.wire.berth;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.metadata.LifecycleImage;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.LifecycleExplanations;
import dev.berth.registry.lifecycle.LifecycleExplanations.Explained;
import dev.berth.registry.lifecycle.policy.Rule;
import dev.berth.registry.lifecycle.selection.Fate;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says image by image, in the order of their first push, what the lifecycle policy of a repository
 * would do now and which rule it is: that takes it, that keeps it from all later ones, or that
 * would take it if an index or a protection did not keep it.
 */
record ExplainLifecyclePolicy(LifecycleExplanations explanations, Pages pages)
    implements JsonOperation<ExplainLifecyclePolicy.Request> {

  /** Which repository, and which page. */
  record Request(RepositoryAddress address, Page.Request<Long> page) {
    Listing listing() {
      return ExplainLifecyclePolicy.listing(address);
    }
  }

  @Override
  public Request parse(Input input, RegistryId home) {
    RepositoryAddress address = BerthTargets.repository(input, home);
    return new Request(address, pages.request(input, listing(address), Long::valueOf));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Page<Explained, Long> page = explanations.page(request.address(), request.page());
    ObjectNode answer = Output.object();
    ArrayNode images = answer.putArray("images");
    page.items().forEach(each -> write(each, images.addObject()));
    pages.finish(answer, request.listing(), page.next().map(id -> Long.toString(id)));
    return answer;
  }

  private static void write(Explained each, ObjectNode node) {
    LifecycleImage image = each.image();
    node.put("imageDigest", image.digest().toString());
    ArrayNode tags = node.putArray("imageTags");
    image.tags().stream().sorted().forEach(tag -> tags.add(tag.value()));
    node.put("imagePushedAt", Output.seconds(image.pushedAt()));
    image.lastPulledAt().ifPresent(at -> node.put("lastRecordedPullTime", Output.seconds(at)));
    node.put("imageStatus", image.storage().status().name());
    switch (each.fate()) {
      case Fate.Taken(Rule by, long _) -> fate(node, "TAKEN", by);
      case Fate.Shielded(Rule by) -> fate(node, "SHIELDED", by);
      case Fate.InIndex(Rule by) -> fate(node, "IN_INDEX", by);
      case Fate.Protected(Rule by) -> fate(node, "PROTECTED", by);
      case Fate.FollowsSubject _ -> node.put("fate", "FOLLOWS_SUBJECT");
      case Fate.Activating _ -> node.put("fate", "ACTIVATING");
      case Fate.Unseen _ -> node.put("fate", "UNSEEN");
    }
  }

  private static void fate(ObjectNode node, String fate, Rule by) {
    node.put("fate", fate).put("rulePriority", by.priority()).put("action", by.action().name());
  }

  private static Listing listing(RepositoryAddress address) {
    return new Listing(
        "ExplainLifecyclePolicy", address.registry(), List.of(address.name().value()));
  }
}
