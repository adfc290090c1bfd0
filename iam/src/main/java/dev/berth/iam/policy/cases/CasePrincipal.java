package dev.berth.iam.policy.cases;

import dev.berth.iam.policy.evaluate.Caller;
import dev.berth.iam.policy.json.NotAsExpected;
import dev.berth.iam.policy.json.StrictJson;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.model.AccountId;
import dev.berth.model.Malformed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The principal of a row, key by key. */
final class CasePrincipal {
  private static final String WHAT = "principal";
  private static final List<String> TEXTS =
      List.of(
          "type",
          "account",
          "arn",
          "role_arn",
          "user_arn",
          "unique_id",
          "provider",
          "service",
          "service_name",
          "name");
  private static final List<String> TRUTHS = List.of("management_account", "service_linked");
  private static final String LINKED_PATH = ":role/aws-service-role/";

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Boolean> truths = new HashMap<>();

  private CasePrincipal() {}

  static CasePrincipal read(StrictJson json) {
    CasePrincipal principal = new CasePrincipal();
    json.object(
        WHAT,
        name -> {
          if (TRUTHS.contains(name)) {
            principal.truths.put(name, !json.isNull() && json.truth(name));
          } else if (!TEXTS.contains(name)) {
            throw new NotAsExpected(
                Keys.unknown(
                    WHAT, name, String.join(", ", TEXTS) + ", " + String.join(", ", TRUTHS)));
          } else if (!json.isNull()) {
            principal.texts.put(name, json.text(name));
          }
        });
    return principal;
  }

  /** Whether service control policies leave it out, because its account makes them. */
  boolean managesOrganisation() {
    return truths.getOrDefault("management_account", false);
  }

  /** The caller; what the row leaves out may stand in the context. */
  Caller caller(Map<String, ContextValue> context) {
    String type = required("type");
    return switch (type) {
      case "User" -> user(required("arn"));
      case "AssumedRole" ->
          new Caller.RoleSession(
              account(), required("arn"), required("role_arn"), text("unique_id"), isLinked());
      case "FederatedUser" -> new Caller.FederatedUser(required("arn"), parent());
      case "AccountRoot" -> new Caller.Root(account());
      case "Service" -> new Caller.Service(service(context));
      case "WebIdentity" -> new Caller.WebIdentity(required("provider"));
      case "Anonymous" -> new Caller.Anonymous();
      default ->
          throw new NotAsExpected(
              ("the type of principal is \"%s\", and not User, AssumedRole, FederatedUser,"
                      + " AccountRoot, Service, WebIdentity or Anonymous")
                  .formatted(type));
    };
  }

  private Caller user(String arn) {
    return new Caller.User(account(), text("user_arn").orElse(arn), text("unique_id"));
  }

  private Caller parent() {
    String arn = required("user_arn");
    return arn.endsWith(":root") ? new Caller.Root(account()) : user(arn);
  }

  private boolean isLinked() {
    return truths.getOrDefault("service_linked", false)
        || text("role_arn").filter(arn -> arn.contains(LINKED_PATH)).isPresent();
  }

  private String service(Map<String, ContextValue> context) {
    return text("service")
        .or(() -> text("service_name"))
        .or(() -> text("name"))
        .or(() -> text("arn"))
        .or(() -> text("provider"))
        .or(
            () ->
                Optional.ofNullable(context.get("aws:PrincipalServiceName"))
                    .flatMap(value -> value.values().stream().findFirst()))
        .orElseThrow(
            () -> new NotAsExpected(Keys.missing("a principal of type Service", "service")));
  }

  private AccountId account() {
    String account = required("account");
    try {
      return new AccountId(account);
    } catch (Malformed e) {
      throw new NotAsExpected("principal: " + e.getMessage());
    }
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  private String required(String name) {
    return text(name).orElseThrow(() -> new NotAsExpected(Keys.missing(WHAT, name)));
  }
}
