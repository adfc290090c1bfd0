package dev.berth.wire.sts;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.identity.session.Credentials;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.QueryInvocation;
import dev.berth.wire.query.QueryOperation;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;
import java.util.regex.Pattern;

/** Tells which account an access key is of (IAM dossier 8.1). */
record GetAccessKeyInfo(Credentials credentials)
    implements QueryOperation<GetAccessKeyInfo.Request> {
  private static final int SHORTEST = 16;
  private static final int LONGEST = 128;
  private static final Pattern ID = Pattern.compile("\\w*");

  /** Which key; with the refusal of one that nobody has. */
  record Request(String keyId, RuntimeException unknown) {}

  @Override
  public Request parse(QueryInput input, Caller caller) {
    StsCallers.requireLongTerm("GetAccessKeyInfo", caller.known().principal());
    String id = input.text("AccessKeyId", SHORTEST, LONGEST, ID);
    return new Request(
        id, input.violation("AccessKeyId", id, "Member must be an access key that is known here"));
  }

  @Override
  public List<Demand> demands(Request request, Caller.Known caller) {
    return List.of(
        Demand.hard(
            new Action("sts", "GetAccessKeyInfo"), new Resource.Any(caller.principal().account())));
  }

  @Override
  public void answer(Request request, QueryInvocation invocation, XmlAnswer xml) {
    xml.element(
        "Account", credentials.accountOf(request.keyId()).orElseThrow(request::unknown).value());
  }
}
