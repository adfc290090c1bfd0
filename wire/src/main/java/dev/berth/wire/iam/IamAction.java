package dev.berth.wire.iam;

import dev.berth.iam.Demand;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Row.GuardKind;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryAction.Result;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.QueryInvocation;
import dev.berth.wire.query.QueryOperation;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;

/**
 * A row of IAM's table made of three functions.
 *
 * @param reading turns parameters into a request
 * @param demanding what the request needs the right to do
 * @param doing does it and writes the result
 */
record IamAction<Q>(Reading<Q> reading, Demanding<Q> demanding, Doing<Q> doing)
    implements QueryOperation<Q> {
  private static final String VERSION = "2010-05-08";

  /** Turns parameters into a request. */
  @FunctionalInterface
  interface Reading<Q> {
    Q read(QueryInput input, Caller.Known caller);
  }

  /** Says what a request demands. */
  @FunctionalInterface
  interface Demanding<Q> {
    Demand of(Q request, Caller.Known caller);

    /** The same of another thing as well: what is renamed is also what it becomes. */
    default List<Demand> all(Q request, Caller.Known caller) {
      return List.of(of(request, caller));
    }
  }

  /** Does what a request asks for. */
  @FunctionalInterface
  interface Doing<Q> {
    void answer(Q request, Caller.Known caller, XmlAnswer xml);
  }

  /** The row of an action that answers something. */
  static <Q> QueryAction<?> answering(
      String name, Reading<Q> reading, Demanding<Q> demanding, Doing<Q> doing) {
    return row(name, Result.ELEMENT, new IamAction<>(reading, demanding, doing));
  }

  /** The row of an action that answers nothing. */
  static <Q> QueryAction<?> silent(
      String name, Reading<Q> reading, Demanding<Q> demanding, Doing<Q> doing) {
    return row(name, Result.NONE, new IamAction<>(reading, demanding, doing));
  }

  private static <Q> QueryAction<?> row(String name, Result result, IamAction<Q> operation) {
    return new QueryAction<>("iam", VERSION, name, GuardKind.DEMANDS, result, operation);
  }

  @Override
  public Q parse(QueryInput input, Caller caller) {
    return reading.read(input, caller.known());
  }

  @Override
  public List<Demand> demands(Q request, Caller.Known caller) {
    return demanding.all(request, caller);
  }

  @Override
  public void answer(Q request, QueryInvocation invocation, XmlAnswer xml) {
    doing.answer(request, invocation.caller().known(), xml);
  }
}
