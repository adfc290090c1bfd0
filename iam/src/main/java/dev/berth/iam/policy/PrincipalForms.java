package dev.berth.iam.policy;

import dev.berth.iam.policy.PrincipalName.Everyone;
import dev.berth.iam.policy.PrincipalName.Nobody;
import dev.berth.iam.policy.PrincipalName.OfAccount;
import dev.berth.iam.policy.PrincipalName.OfId;
import dev.berth.iam.policy.PrincipalName.OfIdentity;
import dev.berth.iam.policy.PrincipalName.OfProvider;
import dev.berth.iam.policy.PrincipalName.OfService;
import dev.berth.iam.policy.PrincipalName.OfSession;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Malformed;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the forms in which documents name principals (IAM dossier 4.3). */
final class PrincipalForms {
  /** The types under which an object names them. */
  static final Set<String> TYPES = Set.of("AWS", "Federated", "Service", "CanonicalUser");

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

  private PrincipalForms() {}

  static PrincipalName read(String type, String value) {
    return switch (type) {
      case "" -> value.equals("*") ? new Everyone() : new Nobody("AWS", value);
      case "AWS" -> ofAws(value);
      case "Federated" ->
          PROVIDER.matcher(value).matches() ? new OfProvider(value) : new Nobody(type, value);
      case "Service" ->
          SERVICE.matcher(value).matches() ? new OfService(value) : new Nobody(type, value);
      default -> new Nobody(type, value);
    };
  }

  private static PrincipalName ofAws(String value) {
    if (value.equals("*")) {
      return new Everyone();
    }
    if (ACCOUNT.matcher(value).matches()) {
      return new OfAccount(new AccountId(value));
    }
    if (ID.matcher(value).matches()) {
      return new OfId(value);
    }
    return parsed(value).flatMap(arn -> ofArn(arn, value)).orElse(new Nobody("AWS", value));
  }

  private static Optional<PrincipalName> ofArn(Arn arn, String text) {
    String resource = arn.resource();
    boolean foreign = !arn.region().isEmpty() || !ACCOUNT.matcher(arn.account()).matches();
    if (foreign || text.indexOf('*') >= 0 || text.indexOf('?') >= 0) {
      return Optional.empty();
    }
    if (arn.service().equals("iam") && resource.equals("root")) {
      return Optional.of(new OfAccount(new AccountId(arn.account())));
    }
    if (arn.service().equals("iam") && IDENTITY.matcher(resource).matches()) {
      return Optional.of(new OfIdentity(text));
    }
    if (arn.service().equals("sts") && SESSION.matcher(resource).matches()) {
      return Optional.of(new OfSession(text));
    }
    return Optional.empty();
  }

  private static Optional<Arn> parsed(String text) {
    try {
      return Optional.of(Arn.parse(text));
    } catch (Malformed _) {
      return Optional.empty();
    }
  }
}
