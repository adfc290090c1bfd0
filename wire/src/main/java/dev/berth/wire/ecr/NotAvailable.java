package dev.berth.wire.ecr;

import dev.berth.model.RegistryId;
import dev.berth.wire.aws.Unacceptable;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.OperationModel;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operation that this version does not do. Its requests are authenticated, validated and
 * authorized like any other, and then refused, so that a client learns what is missing and not that
 * its own rights are.
 */
record NotAvailable(OperationModel model) implements JsonOperation<Boolean> {
  @Override
  public Boolean parse(Input input, RegistryId home) {
    return true;
  }

  @Override
  public ObjectNode handle(Boolean request, Invocation invocation) {
    throw new Unacceptable.NotAvailable(model.violationCode(), model.name());
  }
}
