package dev.berth.wire.oci;

import dev.berth.iam.Decision;
import dev.berth.iam.token.PageTokens;
import dev.berth.model.Malformed;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.registry.image.Images;
import dev.berth.registry.repository.Repositories;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lists of tags and repositories (distribution-spec, "Listing Tags"; Docker's {@code
 * _catalog}), in byte order, a page at a time. {@code last} is a name, or one of our own tokens;
 * strictly as ECR only tokens are given out.
 */
public final class ListHandlers {
  // no tag and no repository name has it, so a token is never taken for one
  private static final String TOKEN_MARK = "~";

  private final Images images;
  private final Repositories repositories;
  private final PageTokens tokens;
  private final OciSettings settings;
  private final Addresses addresses;
  private final JsonMapper json = new JsonMapper();

  public ListHandlers(
      Images images, Repositories repositories, PageTokens tokens, OciSettings settings) {
    this.images = images;
    this.repositories = repositories;
    this.tokens = tokens;
    this.settings = settings;
    this.addresses = new Addresses(settings);
  }

  Response tags(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    RepositoryAddress repository = request.repository(caller.registry());
    PageSize size = PageSize.of(request.query(), settings);
    var listing =
        new PageTokens.Listing("tags/list", caller.registry(), List.of(repository.name().value()));
    Optional<Tag> after = last(request, listing).map(ListHandlers::tag);
    Page<Tag, Tag> page =
        images.tags(repository, new Page.Request<>(after, Math.max(1, size.items())));
    ObjectNode document = json.createObjectNode().put("name", repository.name().value());
    var array = document.putArray("tags");
    page.items().stream().limit(size.items()).forEach(tag -> array.add(tag.value()));
    Optional<String> next = page.next().map(Tag::value).filter(_ -> size.items() > 0);
    return answer(request, document, size, listing, next);
  }

  Response catalog(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    RegistryId registry = caller.registry();
    PageSize size = PageSize.of(request.query(), settings);
    var listing = new PageTokens.Listing("_catalog", registry, List.of());
    Optional<RepositoryName> after = last(request, listing).map(ListHandlers::name);
    Page<Repository, RepositoryName> page =
        repositories.page(registry, new Page.Request<>(after, Math.max(1, size.items())));
    ObjectNode document = json.createObjectNode();
    var array = document.putArray("repositories");
    page.items().stream()
        .limit(size.items())
        .forEach(repository -> array.add(repository.name().value()));
    Optional<String> next = page.next().map(RepositoryName::value).filter(_ -> size.items() > 0);
    return answer(request, document, size, listing, next);
  }

  private Response answer(
      OciRequest request,
      ObjectNode document,
      PageSize size,
      PageTokens.Listing listing,
      Optional<String> next) {
    Response response = Response.of(200, "application/json", Body.text(document.toString()));
    if (next.isEmpty()) {
      return response;
    }
    String last =
        settings.strictEcr()
            ? TOKEN_MARK + tokens.seal(listing, next.get().getBytes(StandardCharsets.UTF_8))
            : next.get();
    String address =
        "%s?n=%d&last=%s"
            .formatted(request.http().path(), size.items(), PercentCoding.encode(last));
    return response.with("Link", addresses.next(request.http(), address));
  }

  private Optional<String> last(OciRequest request, PageTokens.Listing listing) {
    return request
        .query()
        .first("last")
        .filter(last -> !last.isEmpty())
        .map(last -> last.startsWith(TOKEN_MARK) ? opened(listing, last) : last);
  }

  private String opened(PageTokens.Listing listing, String last) {
    return tokens
        .open(listing, last.substring(TOKEN_MARK.length()))
        .map(position -> new String(position, StandardCharsets.UTF_8))
        .orElseThrow(() -> badLast("the page it was made for is another one"));
  }

  private static Tag tag(String last) {
    try {
      return new Tag(last);
    } catch (Malformed e) {
      throw badLast(e.getMessage());
    }
  }

  private static RepositoryName name(String last) {
    try {
      return new RepositoryName(last);
    } catch (Malformed e) {
      throw badLast(e.getMessage());
    }
  }

  private static OciError badLast(String why) {
    return OciError.of(400, OciError.Code.UNSUPPORTED, "The position 'last' is not usable: " + why);
  }
}
