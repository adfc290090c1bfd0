package dev.berth.iam.policy.condition;

/** How many of a request's values must satisfy an operator (IAM dossier 4.6). */
public enum Quantifier {
  /** There is one value. */
  NONE(""),
  /** All; also when there is none. */
  ALL("ForAllValues:"),
  /** One at least. */
  ANY("ForAnyValue:");

  private final String prefix;

  Quantifier(String prefix) {
    this.prefix = prefix;
  }

  /** What stands before the operator, the colon included. */
  String prefix() {
    return prefix;
  }
}
