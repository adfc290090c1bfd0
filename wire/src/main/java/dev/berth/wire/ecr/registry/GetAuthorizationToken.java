package dev.berth.wire.ecr.registry;

import dev.berth.iam.token.RegistryTokens;
import dev.berth.model.AccountId;
import dev.berth.model.RegistryId;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Issues the password of {@code docker login} (ECR dossier 2, CHECKLIST AU-01 to AU-03): good for
 * 12 hours and for every registry of the Region that its holder may reach.
 */
public record GetAuthorizationToken(RegistryTokens tokens, RegistryHosts hosts)
    implements JsonOperation<List<RegistryId>> {

  @Override
  public List<RegistryId> parse(Input input, RegistryId home) {
    List<RegistryId> named =
        input.texts("registryIds").stream()
            .distinct()
            .map(account -> new RegistryId(new AccountId(account), home.region()))
            .toList();
    return named.isEmpty() ? List.of(home) : named;
  }

  @Override
  public ObjectNode handle(List<RegistryId> request, Invocation invocation) {
    RegistryTokens.Issued token =
        tokens.issue(invocation.credential(), invocation.caller().registry().region());
    ObjectNode answer = Output.object();
    ArrayNode data = answer.putArray("authorizationData");
    for (RegistryId registry : request) {
      data.addObject()
          .put("authorizationToken", token.authorizationToken())
          .put("expiresAt", Output.seconds(token.expiresAt()))
          .put("proxyEndpoint", hosts.proxyEndpoint(registry));
    }
    return answer;
  }
}
