package dev.berth.wire.berth;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.model.Digest;
import dev.berth.model.ImageReference;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashId;
import dev.berth.registry.trash.Trash;
import dev.berth.wire.json.Demands;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import dev.berth.wire.json.Prepared;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists what was deleted and can be brought back, the newest deletion first: all of the caller's
 * registry, what is of the repositories of a name, the entries of an image or of a repository as a
 * whole (at most 100 of those, on one page), or one entry.
 */
record ListTrash(Trash trash, Pages pages) implements JsonOperation<ListTrash.Request> {
  private static final String NAME = "ListTrash";

  /** Which entries. */
  sealed interface Request {

    /** All, or those of repositories of a name; a page of them. */
    record All(
        RegistryId registry,
        Optional<RepositoryName> repository,
        Listing listing,
        Page.Request<TrashEntry.Key> page)
        implements Request {}

    /** Those of an image, or of a repository as a whole. */
    record Of(RepositoryAddress repository, Optional<ImageReference> image) implements Request {}

    /** This one. */
    record One(RegistryId registry, TrashId id) implements Request {}
  }

  /** The action on the repository that is named, or on all; for an entry see {@link #prepare}. */
  static Demands demands() {
    return (operation, input, home) -> {
      Action action = new Action("berth", operation);
      if (input.has("repositoryName")) {
        return List.of(
            Demand.hard(action, new Resource.OfRepository(BerthTargets.repository(input, home))));
      }
      return input.has("entryId")
          ? List.of()
          : List.of(Demand.hard(action, new Resource.AllRepositories(home)));
    };
  }

  @Override
  public Request parse(Input input, RegistryId home) {
    if (input.has("entryId")) {
      alone("entryId", input, "repositoryName", "imageId", "onlyRepositories", "maxResults");
      return new Request.One(home, TrashEntries.id(input));
    }
    Optional<Input> image = input.structure("imageId");
    boolean whole = input.flag("onlyRepositories");
    if (image.isEmpty() && !whole) {
      return all(input, home);
    }
    if (!input.has("repositoryName")) {
      throw input.violation("repositoryName", "Member must not be null");
    }
    alone(whole ? "onlyRepositories" : "imageId", input, "maxResults", "nextToken");
    if (whole && image.isPresent()) {
      throw input.violation("imageId", "It can't be used with onlyRepositories");
    }
    return new Request.Of(BerthTargets.repository(input, home), image.map(ListTrash::reference));
  }

  private Request all(Input input, RegistryId home) {
    Optional<RepositoryName> repository =
        input.textIfAny("repositoryName").map(_ -> BerthTargets.repository(input, home).name());
    Listing listing =
        new Listing(NAME, home, List.of(repository.map(RepositoryName::value).orElse("")));
    return new Request.All(
        home,
        repository,
        listing,
        pages.request(input, listing, text -> new TrashEntry.Key(Long.parseLong(text))));
  }

  private static void alone(String named, Input input, String... others) {
    for (String other : others) {
      if (input.has(other)) {
        throw input.violation(other, "It can't be used with " + named);
      }
    }
  }

  private static ImageReference reference(Input image) {
    Optional<String> digest = image.textIfAny("imageDigest");
    Optional<String> tag = image.textIfAny("imageTag");
    if (digest.isPresent() == tag.isPresent()) {
      throw image.violation("imageId", "It is a digest or a tag");
    }
    return digest
        .<ImageReference>map(
            text -> new ImageReference.ByDigest(image.parse("imageDigest", text, Digest::parse)))
        .orElseGet(
            () -> new ImageReference.ByTag(image.parse("imageTag", tag.orElseThrow(), Tag::new)));
  }

  @Override
  public Prepared<Request> prepare(Request request) {
    List<Demand> demands =
        request instanceof Request.One(RegistryId registry, TrashId id)
            ? List.of(TrashEntries.demand(NAME, trash, registry, id))
            : List.of();
    return new Prepared<>(request, demands, gate -> gate);
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    ObjectNode answer = Output.object();
    answer.put("undoWindowSeconds", trash.window().toSeconds());
    ArrayNode entries = answer.putArray("entries");
    switch (request) {
      case Request.All(var registry, var repository, var listing, var asked) -> {
        Page<TrashEntry, TrashEntry.Key> page = trash.list(registry, repository, asked);
        page.items().forEach(entry -> entries.add(TrashEntries.describe(entry)));
        pages.finish(answer, listing, page.next().map(key -> Long.toString(key.number())));
      }
      case Request.Of(var repository, var image) ->
          trash.find(repository, image).forEach(entry -> entries.add(TrashEntries.describe(entry)));
      case Request.One(var registry, var id) ->
          entries.add(TrashEntries.describe(trash.entry(registry, id)));
    }
    return answer;
  }
}
