package dev.berth.wire.ecr.setting;

import dev.berth.model.AccountSetting;
import dev.berth.model.RegistryId;
import dev.berth.registry.setting.AccountSettings;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** Shows what holds of an account setting (ECR dossier 10, CHECKLIST RG-05, RG-06). */
public record GetAccountSetting(AccountSettings settings)
    implements JsonOperation<GetAccountSetting.Request> {

  /** The request. */
  public record Request(RegistryId registry, String name) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, input.text("name"));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    AccountSetting setting = AccountSettings.named(request.name());
    return Output.object()
        .put("name", setting.name())
        .put("value", settings.get(request.registry(), setting));
  }
}
