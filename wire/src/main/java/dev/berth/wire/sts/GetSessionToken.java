package dev.berth.wire.sts;

import dev.berth.iam.Principal;
import dev.berth.identity.session.SessionRefused.NotForThisCaller;
import dev.berth.identity.session.SessionTerms;
import dev.berth.identity.session.Sessions;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.QueryInvocation;
import dev.berth.wire.query.QueryOperation;
import dev.berth.wire.query.XmlAnswer;
import java.time.Duration;
import java.util.Optional;

/**
 * A session of the caller's own, with all that the caller may do but IAM (IAM dossier 5.6 and 8.2).
 * Needs no permission, and a long-term key.
 */
record GetSessionToken(Sessions sessions) implements QueryOperation<GetSessionToken.Request> {

  /** How long it shall live. */
  record Request(Duration life) {}

  @Override
  public Request parse(QueryInput input, Caller caller) {
    Principal principal = caller.known().principal();
    if (principal.session().isPresent()) {
      throw NotForThisCaller.inSession("GetSessionToken");
    }
    return new Request(StsSyntax.lifeOfUser(input, principal instanceof Principal.RootUser));
  }

  @Override
  public void answer(Request request, QueryInvocation invocation, XmlAnswer xml) {
    Principal caller = invocation.caller().known().principal();
    CredentialsElement.write(
        sessions.issue(
            SessionTerms.of("", request.life()),
            session ->
                switch (caller) {
                  case Principal.RootUser root ->
                      new Principal.RootUser(root.account(), Optional.of(session));
                  case Principal.User user ->
                      new Principal.User(user.arn(), user.userId(), Optional.of(session));
                  case Principal.RoleSession _, Principal.FederatedUser _ ->
                      throw NotForThisCaller.inSession("GetSessionToken");
                }),
        xml);
  }
}
