package dev.berth.wire.sts;

import dev.berth.wire.door.Row.GuardKind;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryOperation;

/** The form of STS's rows. */
final class StsAction {
  private static final String SERVICE = "sts";
  private static final String VERSION = "2011-06-15";

  private StsAction() {}

  static QueryAction<?> row(String name, GuardKind guard, QueryOperation<?> operation) {
    return new QueryAction<>(SERVICE, VERSION, name, guard, QueryAction.Result.ELEMENT, operation);
  }
}
