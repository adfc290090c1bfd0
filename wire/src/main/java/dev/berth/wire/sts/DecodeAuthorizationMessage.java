package dev.berth.wire.sts;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.identity.session.SessionRefused.UnknownMessage;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.QueryInvocation;
import dev.berth.wire.query.QueryOperation;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Opens encoded authorization messages, of which Berth sends none, as ECR does not: every message
 * is foreign (IAM dossier 8.1).
 */
record DecodeAuthorizationMessage() implements QueryOperation<DecodeAuthorizationMessage.Request> {
  private static final int LONGEST = 10_240;
  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

  /** Nothing of the message is needed. */
  record Request() {}

  @Override
  public Request parse(QueryInput input, Caller caller) {
    StsCallers.requireLongTerm("DecodeAuthorizationMessage", caller.known().principal());
    input.text("EncodedMessage", 1, LONGEST, ANY);
    return new Request();
  }

  @Override
  public List<Demand> demands(Request request, Caller.Known caller) {
    return List.of(
        Demand.hard(
            new Action("sts", "DecodeAuthorizationMessage"),
            new Resource.Any(caller.principal().account())));
  }

  @Override
  public void answer(Request request, QueryInvocation invocation, XmlAnswer xml) {
    throw new UnknownMessage();
  }
}
