package dev.berth.wire.ecr.repository;

import dev.berth.model.Repository;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** A {@code Repository} of the API (ECR dossier 3.2, CHECKLIST RP-03). */
final class RepositoryDescription {
  private RepositoryDescription() {}

  static ObjectNode of(Repository repository, RegistryHosts hosts) {
    ObjectNode node = Output.object();
    node.put("repositoryArn", repository.arn().toString());
    node.put("registryId", repository.registry().account().value());
    node.put("repositoryName", repository.name().value());
    node.put("repositoryUri", hosts.repositoryUri(repository.address()));
    node.put("createdAt", Output.seconds(repository.createdAt()));
    MutabilitySetting.write(repository.tagMutability(), node);
    node.putObject("imageScanningConfiguration").put("scanOnPush", repository.scanOnPush());
    node.set("encryptionConfiguration", EncryptionSetting.of(repository.encryption()));
    return node;
  }
}
