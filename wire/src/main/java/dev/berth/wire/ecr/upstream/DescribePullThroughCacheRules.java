package dev.berth.wire.ecr.upstream;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.model.Page;
import dev.berth.model.PullThroughCacheRule;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.registry.upstream.PullThroughCacheRules;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes the rules of a registry, in the order of their prefixes: all of them in pages, or those
 * of the prefixes that are named (ECR dossier 17.2, CHECKLIST PT-04).
 */
public record DescribePullThroughCacheRules(PullThroughCacheRules rules, Pages pages)
    implements JsonOperation<DescribePullThroughCacheRules.Request> {
  private static final String PREFIXES = "ecrRepositoryPrefixes";

  /** The request. */
  public sealed interface Request {
    /** Those of these prefixes. */
    record Named(RegistryId registry, List<RepositoryPrefix> prefixes) implements Request {}

    /** Some of all. */
    record Paged(RegistryId registry, Page.Request<String> page) implements Request {}
  }

  @Override
  public Request parse(Input input, RegistryId home) {
    RegistryId registry = Targets.registry(input, home);
    if (input.has(PREFIXES)) {
      Pages.refuseBeside(PREFIXES, input);
      return new Request.Named(
          registry,
          input.texts(PREFIXES).stream()
              .map(prefix -> input.parse(PREFIXES, prefix, RepositoryPrefix::new))
              .toList());
    }
    return new Request.Paged(
        registry, pages.request(input, listing(registry), Function.identity()));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    ObjectNode answer = Output.object();
    switch (request) {
      case Request.Named(var registry, var prefixes) ->
          write(rules.getAll(registry, prefixes), answer);
      case Request.Paged(var registry, var asked) -> {
        Page<PullThroughCacheRule, String> page = rules.page(registry, asked);
        write(page.items(), answer);
        pages.finish(answer, listing(registry), page.next());
      }
    }
    return answer;
  }

  private static Listing listing(RegistryId registry) {
    return new Listing("DescribePullThroughCacheRules", registry, List.of());
  }

  private static void write(List<PullThroughCacheRule> found, ObjectNode answer) {
    ArrayNode list = answer.putArray("pullThroughCacheRules");
    found.forEach(
        rule ->
            list.add(
                RuleAnswer.made(rule)
                    .put("upstreamRegistry", rule.upstream().wireName())
                    .put("updatedAt", Output.seconds(rule.updatedAt()))));
  }
}
