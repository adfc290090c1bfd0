package dev.berth.wire.ecr.image;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.metadata.StatusFilter;
import dev.berth.model.Digest;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.Images;
import dev.berth.registry.image.Referrer;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists who refers to an image, whether or not that is there, the oldest first: the API's twin of
 * {@code /v2/NAME/referrers/DIGEST} (ECR dossier 8, CHECKLIST RF-01, RF-02, PG-06).
 */
public record ListImageReferrers(Images images, Pages pages)
    implements JsonOperation<ListImageReferrers.Request> {
  private static final int PAGE = 20;

  /** The request. */
  record Request(
      RepositoryAddress address,
      Digest subject,
      Set<String> artifactTypes,
      StatusFilter status,
      Page.Request<Long> page) {

    Listing listing() {
      return ListImageReferrers.listing(address, subject, artifactTypes, status);
    }
  }

  @Override
  public Request parse(Input input, RegistryId home) {
    RepositoryAddress address = Targets.repository(input, home);
    Digest subject =
        ImageIdMember.digest(input, input.structure("subjectId").orElseThrow().text("imageDigest"));
    Optional<Input> filter = input.structure("filter");
    Set<String> types = new TreeSet<>(filter.map(f -> f.texts("artifactTypes")).orElse(List.of()));
    StatusFilter status =
        filter
            .flatMap(f -> f.textIfAny("artifactStatus"))
            .map(StatusFilter::valueOf)
            .orElse(StatusFilter.ACTIVE);
    Listing listing = listing(address, subject, types, status);
    return new Request(
        address, subject, types, status, pages.request(input, listing, PAGE, Long::valueOf));
  }

  private static Listing listing(
      RepositoryAddress address, Digest subject, Set<String> types, StatusFilter status) {
    return new Listing(
        "ListImageReferrers",
        address.registry(),
        List.of(
            address.name().value(), subject.toString(), status.name(), String.join("\n", types)));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Page<Referrer, Long> page =
        images.referrers(
            request.address(),
            request.subject(),
            request.artifactTypes(),
            request.status(),
            request.page());
    ObjectNode answer = Output.object();
    ArrayNode list = answer.putArray("referrers");
    page.items().forEach(referrer -> list.add(described(referrer)));
    pages.finish(answer, request.listing(), page.next().map(id -> Long.toString(id)));
    return answer;
  }

  private static ObjectNode described(Referrer referrer) {
    ObjectNode node = Output.object();
    node.put("digest", referrer.digest().toString());
    node.put("mediaType", referrer.mediaType().value());
    referrer.artifactType().ifPresent(type -> node.put("artifactType", type));
    node.put("size", referrer.size());
    if (!referrer.annotations().isEmpty()) {
      ObjectNode annotations = node.putObject("annotations");
      referrer.annotations().forEach(annotations::put);
    }
    node.put("artifactStatus", referrer.status().name());
    return node;
  }
}
