package dev.berth.wire.ecr.repository;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryName;
import dev.berth.registry.repository.Repositories;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes the repositories of a registry, in the order of their names: all of them in pages, or
 * those that are named at once (ECR dossier 3.3, CHECKLIST RP-09, PG-01, PG-03).
 */
public record DescribeRepositories(Repositories repositories, RegistryHosts hosts, Pages pages)
    implements JsonOperation<DescribeRepositories.Request> {
  private static final String NAMES = "repositoryNames";

  /** The request. */
  public sealed interface Request {
    /** Those of these names. */
    record Named(RegistryId registry, List<RepositoryName> names) implements Request {}

    /** Some of all. */
    record Paged(RegistryId registry, Page.Request<RepositoryName> page) implements Request {}
  }

  @Override
  public Request parse(Input input, RegistryId home) {
    RegistryId registry = Targets.registry(input, home);
    if (input.has(NAMES)) {
      Pages.refuseBeside(NAMES, input);
      List<RepositoryName> names =
          input.texts(NAMES).stream()
              .map(name -> input.parse(NAMES, name, RepositoryName::new))
              .distinct()
              .toList();
      return new Request.Named(registry, names);
    }
    return new Request.Paged(
        registry, pages.request(input, listing(registry), RepositoryName::new));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    ObjectNode answer = Output.object();
    switch (request) {
      case Request.Named(var registry, var names) ->
          write(repositories.getAll(registry, names), answer);
      case Request.Paged(var registry, var asked) -> {
        Page<Repository, RepositoryName> page = repositories.page(registry, asked);
        write(page.items(), answer);
        pages.finish(answer, listing(registry), page.next().map(RepositoryName::value));
      }
    }
    return answer;
  }

  private static Listing listing(RegistryId registry) {
    return new Listing("DescribeRepositories", registry, List.of());
  }

  private void write(List<Repository> found, ObjectNode answer) {
    ArrayNode list = answer.putArray("repositories");
    found.forEach(repository -> list.add(RepositoryDescription.of(repository, hosts)));
  }
}
