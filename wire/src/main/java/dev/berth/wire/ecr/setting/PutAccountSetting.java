package dev.berth.wire.ecr.setting;

import dev.berth.model.AccountSetting;
import dev.berth.model.RegistryId;
import dev.berth.registry.setting.AccountSettings;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** Sets an account setting (ECR dossier 10, CHECKLIST RG-05, RG-07). */
public record PutAccountSetting(AccountSettings settings)
    implements JsonOperation<PutAccountSetting.Request> {

  /** The request. */
  public record Request(RegistryId registry, String name, String value) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, input.text("name"), input.text("value"));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    AccountSetting setting = AccountSettings.named(request.name());
    settings.put(request.registry(), setting, request.value());
    return Output.object().put("name", setting.name()).put("value", request.value());
  }
}
