package dev.berth.testkit.client;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import dev.berth.testkit.client.Clients.Availability;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link NeedsClient}; one {@link Clients} serves the whole run. */
final class NeedsClientCondition implements ExecutionCondition {
  private static final Namespace NAMESPACE = Namespace.create(NeedsClient.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), NeedsClient.class)
        .map(needed -> decide(clients(context), needed.value()))
        .orElseGet(() -> enabled("needs no client"));
  }

  static ConditionEvaluationResult decide(Clients clients, String... names) {
    for (String name : names) {
      switch (clients.availability(name)) {
        case Availability.Present() -> {}
        case Availability.Skipped(String reason) -> {
          return disabled(reason);
        }
        case Availability.Required(String reason) -> throw new AssertionError(reason);
      }
    }
    return enabled("here: " + String.join(", ", names));
  }

  static Clients clients(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Clients.class, _ -> Clients.ofThisCheckout(), Clients.class);
  }
}
