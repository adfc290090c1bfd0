package dev.berth.wire.ecr.pulltime;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.model.Arn;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.registry.image.PullTimeExclusions;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists the users and roles whose pulls are not recorded, as plain ARNs in byte order (ECR dossier
 * 13, CHECKLIST AR-11).
 */
public record ListPullTimeUpdateExclusions(PullTimeExclusions exclusions, Pages pages)
    implements JsonOperation<ListPullTimeUpdateExclusions.Request> {

  /** The request. */
  public record Request(RegistryId registry, Page.Request<Arn> page) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, pages.request(input, listing(home), Arn::parse));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Page<Arn, Arn> page = exclusions.page(request.registry(), request.page());
    ObjectNode answer = Output.object();
    ArrayNode list = answer.putArray("pullTimeUpdateExclusions");
    page.items().forEach(principal -> list.add(principal.toString()));
    pages.finish(answer, listing(request.registry()), page.next().map(Arn::toString));
    return answer;
  }

  private static Listing listing(RegistryId registry) {
    return new Listing("ListPullTimeUpdateExclusions", registry, List.of());
  }
}
