package dev.berth.iam.policy;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Malformed;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

  /** The two elements of a document that a name can stand in have these types. */
  Set<String> TYPES = Set.of("AWS", "Federated", "Service", "CanonicalUser");

  /** Reads a name; the type of a bare star is empty. */
  static PrincipalName of(String type, String value) {
    return switch (type) {
      case "" -> value.equals("*") ? new Everyone() : new Nobody("AWS", value);
      case "AWS" -> ofAws(value);
      case "Federated" ->
          Forms.PROVIDER.matcher(value).matches() ? new OfProvider(value) : new Nobody(type, value);
      case "Service" ->
          Forms.SERVICE.matcher(value).matches() ? new OfService(value) : new Nobody(type, value);
      default -> new Nobody(type, value);
    };
  }

  private static PrincipalName ofAws(String value) {
    if (value.equals("*")) {
      return new Everyone();
    }
    if (Forms.ACCOUNT.matcher(value).matches()) {
      return new OfAccount(new AccountId(value));
    }
    if (Forms.ID.matcher(value).matches()) {
      return new OfId(value);
    }
    return Forms.arn(value).flatMap(arn -> ofArn(arn, value)).orElse(new Nobody("AWS", value));
  }

  private static Optional<PrincipalName> ofArn(Arn arn, String text) {
    String resource = arn.resource();
    boolean foreign = !arn.region().isEmpty() || !Forms.ACCOUNT.matcher(arn.account()).matches();
    if (foreign || text.indexOf('*') >= 0 || text.indexOf('?') >= 0) {
      return Optional.empty();
    }
    if (arn.service().equals("iam") && resource.equals("root")) {
      return Optional.of(new OfAccount(new AccountId(arn.account())));
    }
    if (arn.service().equals("iam") && Forms.IDENTITY.matcher(resource).matches()) {
      return Optional.of(new OfIdentity(text));
    }
    if (arn.service().equals("sts") && Forms.SESSION.matcher(resource).matches()) {
      return Optional.of(new OfSession(text));
    }
    return Optional.empty();
  }

  /** The forms that names have. */
  final class Forms {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern ID = Pattern.compile("A(?:ID|RO)A[A-Z0-9]{12,124}");
    private static final Pattern IDENTITY = Pattern.compile("(?:user|role)/.+");
    private static final Pattern SESSION =
        Pattern.compile("(?:assumed-role/[^/]+/[^/]+|federated-user/[^/]+)");
    private static final Pattern SERVICE =
        Pattern.compile("[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\\.amazonaws\\.com(?:\\.cn)?");
    private static final Pattern PROVIDER =
        Pattern.compile(
            "arn:[a-z-]+:iam::[0-9]{12}:(?:oidc|saml)-provider/[^*?]+"
                + "|cognito-identity\\.amazonaws\\.com|www\\.amazon\\.com|graph\\.facebook\\.com"
                + "|accounts\\.google\\.com");

    private Forms() {}

    private static Optional<Arn> arn(String text) {
      try {
        return Optional.of(Arn.parse(text));
      } catch (Malformed _) {
        return Optional.empty();
      }
    }
  }
}
