package dev.berth.iam.policy;

import dev.berth.model.AccountId;

/** One principal as a document names it (IAM dossier 4.3). */
public sealed interface PrincipalName {

  /** {@code *} or {@code "AWS": "*"}: everybody, anonymous callers included. */
  record Everyone() implements PrincipalName {}

  /** An account, by its id or as {@code arn:aws:iam::ACCOUNT:root}. */
  record OfAccount(AccountId account) implements PrincipalName {}

  /** A user or a role, by its ARN. */
  record OfIdentity(String arn) implements PrincipalName {}

  /** One session of a role, or the session of one federated user, by its ARN. */
  record OfSession(String arn) implements PrincipalName {}

  /**
   * A user or role by the unique id that its ARN was turned into when the document was stored, such
   * as {@code AROA…}.
   */
  record OfId(String id) implements PrincipalName {}

  /** An identity provider, by its ARN or name. */
  record OfProvider(String provider) implements PrincipalName {}

  /** A service, such as {@code lambda.amazonaws.com}. */
  record OfService(String service) implements PrincipalName {}

  /** Anything else: it is refused when written, and names nobody. */
  record Nobody(String type, String value) implements PrincipalName {}

  /** Reads a name; the type of a bare star is empty. Any text is taken. */
  static PrincipalName of(String type, String value) {
    return PrincipalForms.read(type, value);
  }
}
