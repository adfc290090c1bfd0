package dev.berth.wire.ecr.template;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.model.CreationTemplate;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.registry.template.CreationTemplates;
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
 * Describes the templates of a registry, in the order of their prefixes: all of them in pages, or
 * those of the prefixes that are named (ECR dossier 18, CHECKLIST CT-01). The operation models no
 * exception for a prefix that has none: it is left out.
 */
public record DescribeRepositoryCreationTemplates(CreationTemplates templates, Pages pages)
    implements JsonOperation<DescribeRepositoryCreationTemplates.Request> {
  private static final String PREFIXES = "prefixes";

  /** The request. */
  public sealed interface Request {
    /** Those of these prefixes. */
    record Named(RegistryId registry, List<RepositoryPrefix> prefixes) implements Request {}

    /** Some of all. */
    record Paged(RegistryId registry, Page.Request<String> page) implements Request {}
  }

  @Override
  public Request parse(Input input, RegistryId home) {
    if (!input.texts(PREFIXES).isEmpty()) {
      Pages.refuseBeside(PREFIXES, input);
      return new Request.Named(
          home,
          input.texts(PREFIXES).stream()
              .map(prefix -> input.parse(PREFIXES, prefix, RepositoryPrefix::new))
              .toList());
    }
    return new Request.Paged(home, pages.request(input, listing(home), Function.identity()));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    return switch (request) {
      case Request.Named(var registry, var prefixes) ->
          answer(registry, templates.find(registry, prefixes));
      case Request.Paged(var registry, var asked) -> {
        Page<CreationTemplate, String> page = templates.page(registry, asked);
        ObjectNode answer = answer(registry, page.items());
        pages.finish(answer, listing(registry), page.next());
        yield answer;
      }
    };
  }

  private static Listing listing(RegistryId registry) {
    return new Listing("DescribeRepositoryCreationTemplates", registry, List.of());
  }

  private static ObjectNode answer(RegistryId registry, List<CreationTemplate> found) {
    ObjectNode answer = Output.object().put("registryId", TemplateAnswer.id(registry));
    ArrayNode list = answer.putArray("repositoryCreationTemplates");
    found.forEach(template -> list.add(TemplateAnswer.node(template)));
    return answer;
  }
}
