package dev.berth.wire.ecr.repository;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.TagMutability;
import dev.berth.registry.repository.Repositories;
import dev.berth.registry.repository.RepositorySettings;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.ecr.tagging.TagList;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Creates a repository with its settings and tags (ECR dossier 3.2, CHECKLIST RP-01 to RP-07). */
public record CreateRepository(Repositories repositories, RegistryHosts hosts)
    implements JsonOperation<CreateRepository.Request> {

  /** The request. */
  public record Request(
      RepositoryAddress address, RepositorySettings settings, Map<String, String> tags) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    RepositoryAddress address = Targets.repository(input, home);
    boolean scanOnPush =
        input.structure("imageScanningConfiguration").map(s -> s.flag("scanOnPush")).orElse(false);
    RepositorySettings settings =
        new RepositorySettings(
            MutabilitySetting.read(input).orElse(TagMutability.MUTABLE),
            scanOnPush,
            EncryptionSetting.read(input, address.registry()));
    return new Request(address, settings, TagList.read(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    ObjectNode answer = Output.object();
    answer.set(
        "repository",
        RepositoryDescription.of(
            repositories.create(request.address(), request.settings(), request.tags()), hosts));
    return answer;
  }
}
