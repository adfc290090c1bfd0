package dev.berth.wire.json;

import java.util.Set;

/**
 * What the model says of an operation.
 *
 * @param name such as {@code PutImage}
 * @param input its request
 * @param output its answer
 * @param errors the exceptions that it models
 */
public record OperationModel(
    String name, Shape.Structure input, Shape.Structure output, Set<String> errors) {
  public OperationModel {
    errors = Set.copyOf(errors);
  }

  /**
   * The code for a request that breaks a constraint: {@code InvalidParameterException} where the
   * operation models it, else {@code ValidationException}.
   */
  public String violationCode() {
    return errors.contains("InvalidParameterException")
        ? "InvalidParameterException"
        : "ValidationException";
  }
}
