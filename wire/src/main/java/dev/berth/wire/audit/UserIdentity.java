package dev.berth.wire.audit;

import dev.berth.iam.Principal;
import dev.berth.iam.Session;
import dev.berth.model.Arn;
import dev.berth.wire.door.Caller;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** Who called, as CloudTrail's {@code userIdentity} element tells it. */
record UserIdentity(JsonGenerator json) {
  private static final Pattern CLAIMED_KEY =
      Pattern.compile("Credential=(\\w{3,128})/", Pattern.CASE_INSENSITIVE);

  void write(CallFacts facts) {
    json.writeStartObject();
    facts.caller().ifPresentOrElse(this::known, () -> unknown(facts));
    json.writeEndObject();
  }

  // The key is what was claimed, and who tries other people's keys is found by it.
  private void unknown(CallFacts facts) {
    json.writeStringProperty("type", "Unknown");
    Matcher claimed =
        CLAIMED_KEY.matcher(facts.request().headers().first("Authorization").orElse(""));
    if (claimed.find()) {
      json.writeStringProperty("accessKeyId", claimed.group(1));
    }
  }

  private void known(Caller.Known caller) {
    Principal principal = caller.principal();
    json.writeStringProperty("type", type(principal));
    json.writeStringProperty("principalId", principal.userId());
    json.writeStringProperty("arn", principal.arn().toString());
    json.writeStringProperty("accountId", principal.account().value());
    principal
        .session()
        .map(Session::keyId)
        .or(caller::accessKeyId)
        .ifPresent(key -> json.writeStringProperty("accessKeyId", key));
    if (principal instanceof Principal.User user) {
      json.writeStringProperty("userName", user.name());
    }
    principal.session().ifPresent(session -> context(principal, session));
  }

  private static String type(Principal principal) {
    return switch (principal) {
      case Principal.RootUser _ -> "Root";
      case Principal.User _ -> "IAMUser";
      case Principal.RoleSession _ -> "AssumedRole";
      case Principal.FederatedUser _ -> "FederatedUser";
    };
  }

  private void context(Principal principal, Session session) {
    json.writeObjectPropertyStart("sessionContext");
    switch (principal) {
      case Principal.RoleSession role -> issuer("Role", role.roleId(), role.role());
      case Principal.FederatedUser federated ->
          issuer(type(federated.parent()), federated.parent().userId(), federated.parent().arn());
      case Principal.RootUser _, Principal.User _ -> {
        // a session of their own has no other issuer
      }
    }
    optional("sourceIdentity", session.sourceIdentity());
    session
        .federatedProvider()
        .ifPresent(
            provider -> {
              json.writeObjectPropertyStart("webIdFederationData");
              json.writeStringProperty("federatedProvider", provider);
              json.writeEndObject();
            });
    json.writeObjectPropertyStart("attributes");
    json.writeStringProperty(
        "creationDate", session.issuedAt().truncatedTo(ChronoUnit.SECONDS).toString());
    json.writeStringProperty("mfaAuthenticated", "false");
    json.writeEndObject();
    json.writeEndObject();
  }

  private void issuer(String type, String id, Arn arn) {
    json.writeObjectPropertyStart("sessionIssuer");
    json.writeStringProperty("type", type);
    json.writeStringProperty("principalId", id);
    json.writeStringProperty("arn", arn.toString());
    json.writeStringProperty("accountId", arn.account());
    json.writeStringProperty(
        "userName", arn.resource().substring(arn.resource().lastIndexOf('/') + 1));
    json.writeEndObject();
  }

  private void optional(String name, Optional<String> value) {
    value.ifPresent(text -> json.writeStringProperty(name, text));
  }
}
