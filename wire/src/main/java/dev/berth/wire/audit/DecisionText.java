package dev.berth.wire.audit;

import dev.berth.iam.DecidingStatement;
import dev.berth.iam.Decision;
import dev.berth.iam.Decision.Reason;
import dev.berth.iam.Demand;
import tools.jackson.core.JsonGenerator;

/**
 * What the gate decided and why, inside {@code additionalEventData} (IAM dossier 12.9): the
 * statement that decided, or the permission that was missing and the kind of policy it was missed
 * in. {@code berth explain-denial} reads it again.
 */
record DecisionText(JsonGenerator json) {

  void write(Decision decision) {
    json.writeObjectPropertyStart("decision");
    switch (decision) {
      case Decision.Allowed(Reason by, var withheld) -> {
        json.writeStringProperty("effect", "Allow");
        reason(by);
        if (!withheld.isEmpty()) {
          json.writeNumberProperty("withheld", withheld.size());
        }
      }
      case Decision.Denied(Demand demand, Reason reason) -> {
        json.writeStringProperty("effect", "Deny");
        json.writeStringProperty("action", demand.action().toString());
        json.writeStringProperty("resource", demand.resource().name());
        reason(reason);
      }
    }
    json.writeEndObject();
  }

  private void reason(Reason reason) {
    switch (reason) {
      case Reason.NothingDemanded() -> json.writeStringProperty("reason", "NothingDemanded");
      case Reason.NoAllow(var kind) -> {
        json.writeStringProperty("reason", "NoAllow");
        json.writeStringProperty("policyKind", kind.words());
      }
      case Reason.ExplicitDeny(var kind, var statement) -> {
        json.writeStringProperty("reason", "ExplicitDeny");
        json.writeStringProperty("policyKind", kind.words());
        statement.ifPresent(this::statement);
      }
      case Reason.StatementAllows(var kind, var statement) -> {
        json.writeStringProperty("reason", "StatementAllows");
        json.writeStringProperty("policyKind", kind.words());
        statement.ifPresent(this::statement);
      }
      case Reason.Exempt() -> json.writeStringProperty("reason", "Exempt");
    }
  }

  private void statement(DecidingStatement statement) {
    json.writeStringProperty("statement", statement.words());
  }
}
