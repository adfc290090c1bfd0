package dev.berth.wire.berth;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.Protections;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists what protects images of a repository from its lifecycle policy; at most a hundred. */
record ListImageProtections(Protections protections) implements JsonOperation<RepositoryAddress> {

  @Override
  public RepositoryAddress parse(Input input, RegistryId home) {
    return BerthTargets.repository(input, home);
  }

  @Override
  public ObjectNode handle(RepositoryAddress request, Invocation invocation) {
    return answer(protections.list(request));
  }

  static ObjectNode answer(List<String> patterns) {
    ObjectNode answer = Output.object();
    ArrayNode list = answer.putArray("patterns");
    patterns.forEach(list::add);
    return answer;
  }
}
