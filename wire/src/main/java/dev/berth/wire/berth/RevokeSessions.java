package dev.berth.wire.berth;

import dev.berth.identity.session.Sessions;
import dev.berth.model.Arn;
import dev.berth.model.RegistryId;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends the sessions of a principal of the caller's account, and all registry tokens made in them,
 * before it answers. The principal may make new ones: who shall not is taken out of the role's
 * trust policy first.
 */
record RevokeSessions(Sessions sessions) implements JsonOperation<Arn> {

  @Override
  public Arn parse(Input input, RegistryId home) {
    Arn principal = input.parse("principalArn", input.text("principalArn"), Arn::parse);
    if (!principal.account().equals(home.account().value())) {
      throw input.violation("principalArn", "it is of account " + home.account());
    }
    return input.parse("principalArn", principal.toString(), Sessions::revocable);
  }

  @Override
  public ObjectNode handle(Arn request, Invocation invocation) {
    return Output.object().put("revoked", sessions.revoke(request));
  }
}
