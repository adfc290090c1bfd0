package dev.berth.wire.query;

import dev.berth.wire.aws.AwsError;
import dev.berth.wire.aws.AwsErrors;
import dev.berth.wire.aws.Signatures;
import dev.berth.wire.aws.Unacceptable;
import dev.berth.wire.door.BodyBudget;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Door;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Query protocol of STS and IAM (IAM dossier 1, 3.2 and 3.4): a form by {@code POST /}, or the
 * same in the query of {@code GET /}. Which service is asked follows from the scope of the
 * credential; whether the action exists is told only to who has signed.
 */
public final class QueryDoor implements Door {
  private static final String FAULT = "http://webservices.amazon.com/AWSFault/2005-15-09";
  private static final Map<String, String> NAMESPACES =
      Map.of(
          "sts", "https://sts.amazonaws.com/doc/2011-06-15/",
          "iam", "https://iam.amazonaws.com/doc/2010-05-08/");
  private static final String DEFAULT_SERVICE = "sts";
  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^,&]{1,200}?(?:/|%2F)([a-z-]{1,20})(?:/|%2F)aws4_request");
  private static final int SERVER_FAULT = 500;

  private final List<QueryAction> actions;
  private final Signatures signatures;
  private final BodyBudget budget;

  public QueryDoor(List<QueryAction> actions, Signatures signatures, BodyBudget budget) {
    this.actions = List.copyOf(actions);
    this.signatures = signatures;
    this.budget = budget;
  }

  @Override
  public boolean admits(Request request) {
    return request.path().equals("/")
        && switch (request.method()) {
          case "POST" ->
              request
                  .headers()
                  .first("Content-Type")
                  .filter(
                      type ->
                          type.toLowerCase(Locale.ROOT)
                              .startsWith("application/x-www-form-urlencoded"))
                  .isPresent();
          case "GET" -> ("&" + request.target().query()).contains("&Action=");
          default -> false;
        };
  }

  @Override
  public Call identify(Request request) {
    return new QueryCall(this, request, service(request));
  }

  private static String service(Request request) {
    String credential =
        request.headers().first("Authorization").orElse("") + "&" + request.target().query();
    Matcher scope = SCOPE.matcher(credential);
    return scope.find() && NAMESPACES.containsKey(scope.group(1))
        ? scope.group(1)
        : DEFAULT_SERVICE;
  }

  QueryAction action(String service, Form form) {
    String name = form.first("Action").orElse("");
    String version = form.first("Version").orElse("");
    return actions.stream()
        .filter(
            action ->
                action.service().equals(service)
                    && action.version().equals(version)
                    && action.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Unacceptable.UnknownAction(name, version));
  }

  Response answer(Request request, QueryAction action, Caller.Known caller) {
    XmlAnswer xml = new XmlAnswer(action.name() + "Response", namespace(action.service()));
    xml.open(action.name() + "Result");
    action.writer().write(xml, caller);
    xml.close();
    xml.open("ResponseMetadata").element("RequestId", request.id().toString()).close();
    return respond(request, 200, xml);
  }

  @Override
  public Response refuse(Request request, Throwable failure) {
    AwsError error = AwsErrors.query(failure);
    String namespace =
        failure instanceof Unacceptable.UnknownAction ? FAULT : namespace(service(request));
    XmlAnswer xml = new XmlAnswer("ErrorResponse", namespace);
    xml.open("Error")
        .element("Type", error.status() < SERVER_FAULT ? "Sender" : "Receiver")
        .element("Code", error.code())
        .element("Message", error.message())
        .close()
        .element("RequestId", request.id().toString());
    return respond(request, error.status(), xml);
  }

  private static Response respond(Request request, int status, XmlAnswer xml) {
    return Response.of(status, "text/xml", Body.text(xml.finish()))
        .with("x-amzn-RequestId", request.id().toString());
  }

  private static String namespace(String service) {
    return NAMESPACES.getOrDefault(service, FAULT);
  }

  @Override
  public List<QueryAction> rows() {
    return actions;
  }

  Signatures signatures() {
    return signatures;
  }

  BodyBudget budget() {
    return budget;
  }
}
