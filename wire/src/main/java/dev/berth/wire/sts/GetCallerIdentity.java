package dev.berth.wire.sts;

import dev.berth.iam.Principal;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Row.GuardKind;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.QueryInvocation;
import dev.berth.wire.query.QueryOperation;
import dev.berth.wire.query.XmlAnswer;

/**
 * Tells callers who they are; never denied, not even by an explicit deny (IAM dossier 8.1 and 8.2).
 */
public final class GetCallerIdentity implements QueryOperation<GetCallerIdentity.Request> {
  private GetCallerIdentity() {}

  /** It has no parameters. */
  record Request() {}

  /** Its row. */
  public static QueryAction<?> row() {
    return new QueryAction<>(
        "sts",
        "2011-06-15",
        "GetCallerIdentity",
        GuardKind.AUTHENTICATED,
        QueryAction.Result.ELEMENT,
        new GetCallerIdentity());
  }

  @Override
  public Request parse(QueryInput input, Caller caller) {
    return new Request();
  }

  @Override
  public void answer(Request request, QueryInvocation invocation, XmlAnswer xml) {
    Principal principal = invocation.caller().known().principal();
    xml.element("Arn", principal.arn().toString())
        .element("UserId", principal.userId())
        .element("Account", principal.account().value());
  }
}
