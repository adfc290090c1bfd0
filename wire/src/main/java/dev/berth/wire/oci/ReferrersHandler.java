package dev.berth.wire.oci;

import dev.berth.iam.Decision;
import dev.berth.iam.token.PageTokens;
import dev.berth.metadata.StatusFilter;
import dev.berth.model.Digest;
import dev.berth.model.MediaType;
import dev.berth.model.Page;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.Images;
import dev.berth.registry.image.Referrer;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Response;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who refers to a manifest (distribution-spec, "Listing Referrers"): an index, empty for a digest
 * that nobody refers to, in the order of their first push.
 */
public final class ReferrersHandler {
  private static final int PAGE = 500;
  private static final String FILTER = "artifactType";

  private final Images images;
  private final PageTokens tokens;
  private final Addresses addresses;
  private final JsonMapper json = new JsonMapper();

  public ReferrersHandler(Images images, PageTokens tokens, OciSettings settings) {
    this.images = images;
    this.tokens = tokens;
    this.addresses = new Addresses(settings);
  }

  Response list(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    RepositoryAddress repository = request.repository(caller.registry());
    Digest subject = subject(request);
    Optional<String> artifactType = request.query().first(FILTER).filter(type -> !type.isEmpty());
    var listing =
        new PageTokens.Listing(
            "referrers",
            caller.registry(),
            List.of(repository.name().value(), subject.toString(), artifactType.orElse("")));
    Page<Referrer, Long> page =
        images.referrers(
            repository,
            subject,
            artifactType.map(Set::of).orElse(Set.of()),
            StatusFilter.ACTIVE,
            new Page.Request<>(after(request, listing), PAGE));
    Response response =
        Response.of(200, MediaType.OCI_INDEX.value(), Body.text(index(page.items())));
    if (artifactType.isPresent()) {
      response = response.with("OCI-Filters-Applied", FILTER);
    }
    if (page.next().isPresent()) {
      response =
          response.with(
              "Link", addresses.next(request.http(), next(request, artifactType, listing, page)));
    }
    return response;
  }

  private String index(List<Referrer> referrers) {
    ObjectNode index =
        json.createObjectNode()
            .put("schemaVersion", 2)
            .put("mediaType", MediaType.OCI_INDEX.value());
    ArrayNode manifests = index.putArray("manifests");
    for (Referrer referrer : referrers) {
      ObjectNode descriptor =
          manifests
              .addObject()
              .put("mediaType", referrer.mediaType().value())
              .put("digest", referrer.digest().toString())
              .put("size", referrer.size());
      referrer.artifactType().ifPresent(type -> descriptor.put(FILTER, type));
      if (!referrer.annotations().isEmpty()) {
        ObjectNode annotations = descriptor.putObject("annotations");
        referrer.annotations().forEach(annotations::put);
      }
    }
    return index.toString();
  }

  private String next(
      OciRequest request,
      Optional<String> artifactType,
      PageTokens.Listing listing,
      Page<Referrer, Long> page) {
    byte[] position = ByteBuffer.allocate(Long.BYTES).putLong(page.next().orElseThrow()).array();
    String filter =
        artifactType.map(type -> FILTER + "=" + PercentCoding.encode(type) + "&").orElse("");
    return "%s?%slast=%s".formatted(request.http().path(), filter, tokens.seal(listing, position));
  }

  private Optional<Long> after(OciRequest request, PageTokens.Listing listing) {
    return request
        .query()
        .first("last")
        .map(
            last ->
                tokens
                    .open(listing, last)
                    .map(position -> ByteBuffer.wrap(position).getLong())
                    .orElseThrow(
                        () ->
                            OciError.of(
                                400,
                                OciError.Code.UNSUPPORTED,
                                "The position 'last' was not made for this list.")));
  }

  private static Digest subject(OciRequest request) {
    return switch (request.path()) {
      case OciPath.Referrers(_, Digest subject) -> subject;
      default ->
          throw new IllegalStateException("the row is for referrers, not for " + request.path());
    };
  }
}
