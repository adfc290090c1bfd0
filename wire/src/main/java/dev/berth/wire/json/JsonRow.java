package dev.berth.wire.json;

import dev.berth.wire.door.OperationNames;
import dev.berth.wire.door.Row;

/**
 * One operation of a service.
 *
 * @param model what the model says of it
 * @param demands what a request needs the right to do
 * @param bodyLimit the most bytes that a request may have
 * @param operation what it does
 * @param <Q> its request
 */
public record JsonRow<Q>(
    OperationModel model, Demands demands, long bodyLimit, JsonOperation<Q> operation)
    implements Row {

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public GuardKind guard() {
    return GuardKind.DEMANDS;
  }

  @Override
  public boolean changes() {
    return !OperationNames.reads(name());
  }
}
