package dev.berth.wire.berth;

import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says what serves here: version, stores, accounts and Regions. */
record GetServerInfo(RunningServer server, InstantSource clock)
    implements JsonOperation<RegistryId> {

  @Override
  public RegistryId parse(Input input, RegistryId home) {
    return home;
  }

  @Override
  public ObjectNode handle(RegistryId request, Invocation invocation) {
    ObjectNode answer = Output.object();
    ObjectNode node = answer.putObject("server");
    node.put("version", server.version());
    server.commit().ifPresent(commit -> node.put("commit", commit));
    node.put("startedAt", Output.seconds(server.startedAt()));
    Duration uptime = Duration.between(server.startedAt(), clock.instant());
    node.put("uptimeSeconds", Math.max(0, uptime.toSeconds()));
    node.put("metadataStore", server.metadataStore());
    node.put("blobStore", server.blobStore());
    ArrayNode accounts = node.putArray("accounts");
    server.accounts().get().forEach(account -> accounts.add(account.value()));
    ArrayNode regions = node.putArray("regions");
    server.regions().stream().map(Region::value).sorted().forEach(regions::add);
    return answer;
  }
}
