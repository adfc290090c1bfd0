package dev.berth.iam.policy.cases;

import dev.berth.iam.policy.evaluate.Caller;
import dev.berth.iam.policy.json.NotAsExpected;
import dev.berth.iam.policy.json.StrictJson;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Malformed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The request of a row. */
final class CaseRequest {
  private static final String WHAT = "request";
  private static final String KEYS =
      "action, resource, resource_account, resource_in_management_account, context";

  private final Map<String, ContextValue> context = new LinkedHashMap<>();
  private @Nullable String action;
  private @Nullable String resource;
  private @Nullable String account;
  private boolean inManagementAccount;

  private CaseRequest() {}

  static CaseRequest read(StrictJson json) {
    CaseRequest request = new CaseRequest();
    json.object(WHAT, name -> request.member(json, name));
    if (request.action == null || request.resource == null) {
      throw new NotAsExpected(Keys.missing(WHAT, "action\" and the key \"resource"));
    }
    return request;
  }

  private void member(StrictJson json, String name) {
    switch (name) {
      case "action" -> action = json.text(name);
      case "resource" -> resource = json.text(name);
      case "resource_account" -> account = json.isNull() ? null : json.text(name);
      case "resource_in_management_account" ->
          inManagementAccount = !json.isNull() && json.truth(name);
      case "context" -> json.object(name, key -> value(json, key));
      default -> throw new NotAsExpected(Keys.unknown(WHAT, name, KEYS));
    }
  }

  /** A list is the value of a multivalued key, also when it holds one. */
  private void value(StrictJson json, String key) {
    if (json.isNull()) {
      return;
    }
    boolean many = json.isArray();
    List<String> values = json.scalars("context " + key);
    context.put(key, new ContextValue(values, many));
  }

  String action() {
    return String.valueOf(action);
  }

  String resource() {
    return String.valueOf(resource);
  }

  Map<String, ContextValue> context() {
    return context;
  }

  boolean inManagementAccount() {
    return inManagementAccount;
  }

  /** Whose the resource is: as the row says, as its ARN says, or else the caller's own. */
  AccountId owner(Caller caller) {
    try {
      if (account != null) {
        return new AccountId(account);
      }
      return resource().equals("*")
          ? caller
              .account()
              .orElseThrow(() -> new NotAsExpected(Keys.missing(WHAT, "resource_account")))
          : new AccountId(Arn.parse(resource()).account());
    } catch (Malformed e) {
      throw new NotAsExpected("request: " + e.getMessage());
    }
  }
}
