package dev.berth.wire.sts;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Principal;
import dev.berth.iam.Resource;
import dev.berth.identity.session.SessionRefused.NotForThisCaller;
import dev.berth.identity.session.SessionTerms;
import dev.berth.identity.session.Sessions;
import dev.berth.identity.session.TemporaryCredentials;
import dev.berth.model.Arn;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.QueryInvocation;
import dev.berth.wire.query.QueryOperation;
import dev.berth.wire.query.XmlAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A session for somebody else, with what both the caller's policies and the session policy allow
 * (IAM dossier 5.6 and 8.2). Needs a long-term key.
 */
record GetFederationToken(Sessions sessions, SessionPolicies policies)
    implements QueryOperation<GetFederationToken.Request> {
  private static final int SHORTEST_NAME = 2;
  private static final int LONGEST_NAME = 32;

  /** What is asked for. */
  record Request(String name, Duration life, SessionPolicies.Asked policies, SessionTags tags) {}

  @Override
  public Request parse(QueryInput input, Caller caller) {
    Principal principal = caller.known().principal();
    if (principal.session().isPresent()) {
      throw NotForThisCaller.inSession("GetFederationToken");
    }
    return new Request(
        input.text("Name", SHORTEST_NAME, LONGEST_NAME, StsSyntax.NAME),
        StsSyntax.lifeOfUser(input, principal instanceof Principal.RootUser),
        SessionPolicies.asked(input),
        SessionTags.asked(input));
  }

  @Override
  public List<Demand> demands(Request request, Caller.Known caller) {
    Resource user =
        new Resource.OfArn(
            new Arn(
                Arn.PARTITION,
                "sts",
                "",
                caller.principal().account().value(),
                "federated-user/" + request.name()),
            caller.principal().account());
    List<Demand> demands = new ArrayList<>();
    demands.add(
        Demand.hard(new Action("sts", "GetFederationToken"), user)
            .with(request.tags().conditions()));
    if (!request.tags().isEmpty()) {
      demands.add(
          Demand.hard(new Action("sts", "TagSession"), user).with(request.tags().conditions()));
    }
    return demands;
  }

  @Override
  public void answer(Request request, QueryInvocation invocation, XmlAnswer xml) {
    Principal caller = invocation.caller().known().principal();
    Optional<List<String>> documents = policies.resolve(request.policies(), caller.account());
    int packed = PackedSize.percent(request.policies(), request.tags());
    TemporaryCredentials credentials =
        sessions.issue(
            new SessionTerms(
                request.name(),
                request.life(),
                documents,
                request.tags().values(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                false),
            session -> new Principal.FederatedUser(caller, session));
    CredentialsElement.write(credentials, xml);
    xml.open("FederatedUser")
        .element("FederatedUserId", credentials.principal().userId())
        .element("Arn", credentials.principal().arn().toString())
        .close();
    PackedSize.write(packed, xml);
  }
}
