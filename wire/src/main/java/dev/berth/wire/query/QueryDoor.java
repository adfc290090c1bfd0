package dev.berth.wire.query;

import dev.berth.wire.aws.AwsError;
import dev.berth.wire.aws.AwsErrors;
import dev.berth.wire.aws.Signatures;
import dev.berth.wire.aws.Unacceptable;
import dev.berth.wire.door.BodyBudget;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Door;
import dev.berth.wire.door.Row.GuardKind;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z0-9]{1,64})(?:&|$)");
  private static final int SERVER_FAULT = 500;

  private final Map<Key, QueryAction<?>> actions = new LinkedHashMap<>();
  private final Signatures signatures;
  private final BodyBudget budget;

  private record Key(String service, String version, String name) {}

  public QueryDoor(List<QueryAction<?>> actions, Signatures signatures, BodyBudget budget) {
    actions.forEach(
        action ->
            this.actions.put(new Key(action.service(), action.version(), action.name()), action));
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

  /** The action that a text names, whether or not it is a form and whoever wrote it. */
  Optional<QueryAction<?>> named(String service, String text) {
    Matcher named = ACTION.matcher(text);
    return named.find()
        ? actions.values().stream()
            .filter(action -> action.service().equals(service))
            .filter(action -> action.name().equals(named.group(1)))
            .findFirst()
        : Optional.empty();
  }

  /** Whether the form asks for an action that needs no signature. */
  boolean isSealed(String service, Form form) {
    return find(service, form).filter(action -> action.guard() == GuardKind.SEALED).isPresent();
  }

  QueryAction<?> action(String service, Form form) {
    return find(service, form)
        .orElseThrow(
            () ->
                new Unacceptable.UnknownAction(
                    form.first("Action").orElse(""), form.first("Version").orElse("")));
  }

  private Optional<QueryAction<?>> find(String service, Form form) {
    String name = form.first("Action").orElse("");
    String version = form.first("Version").orElse("");
    return Optional.ofNullable(actions.get(new Key(service, version, name)));
  }

  Response answer(Request request, QueryAction<?> action, Consumer<XmlAnswer> result) {
    XmlAnswer xml = new XmlAnswer(action.name() + "Response", namespace(action.service()));
    switch (action.result()) {
      case ELEMENT -> {
        xml.open(action.name() + "Result");
        result.accept(xml);
        xml.close();
      }
      case NONE -> result.accept(xml);
    }
    xml.open("ResponseMetadata").element("RequestId", request.id().toString()).close();
    return respond(200, xml);
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
    return respond(error.status(), xml);
  }

  private static Response respond(int status, XmlAnswer xml) {
    return Response.of(status, "text/xml", Body.text(xml.finish()));
  }

  private static String namespace(String service) {
    return NAMESPACES.getOrDefault(service, FAULT);
  }

  @Override
  public List<QueryAction<?>> rows() {
    return List.copyOf(actions.values());
  }

  Signatures signatures() {
    return signatures;
  }

  BodyBudget budget() {
    return budget;
  }
}
