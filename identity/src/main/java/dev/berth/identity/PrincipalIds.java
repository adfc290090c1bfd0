package dev.berth.identity;

import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.PolicyFault;
import dev.berth.iam.policy.PolicyRefused;
import dev.berth.iam.policy.PolicyText;
import dev.berth.iam.policy.PrincipalName;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.Malformed;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns the users and roles that a policy names into their ids when it is stored, and back when it
 * is shown (IAM dossier 4.3): a user that was deleted and made again is another, and a policy that
 * names the old one shows its id.
 */
public final class PrincipalIds {
  private PrincipalIds() {}

  /** The id of the user or role of that ARN; empty when there is none. */
  public static Optional<String> idOf(Transaction transaction, Arn arn) {
    return kind(arn)
        .flatMap(
            kind ->
                account(arn)
                    .flatMap(account -> transaction.identities().find(account, kind, name(arn)))
                    .filter(identity -> identity.arn().equals(arn)))
        .map(Identity::id);
  }

  /** The ARN that the user or role of that id has now; empty when it is gone. */
  public static Optional<Arn> arnOf(Transaction transaction, String id) {
    return transaction.identities().find(id).map(Identity::arn);
  }

  /**
   * The text of a document as it is stored. Accounts that are not here may be unknown to this
   * Berth: their users and roles stay as they are written.
   *
   * @throws PolicyRefused for a user or role of an account that is here, when it does not exist
   */
  public static String stored(Transaction transaction, PolicyDocument document) {
    boolean namesIdentities =
        document.principals().stream()
            .anyMatch(
                name ->
                    name instanceof PrincipalName.OfIdentity || name instanceof PrincipalName.OfId);
    return namesIdentities
        ? PolicyText.withPrincipals(document.text(), name -> stored(transaction, name))
        : document.text();
  }

  private static String stored(Transaction transaction, String name) {
    return switch (PrincipalName.of("AWS", name)) {
      case PrincipalName.OfIdentity(var text) -> {
        Arn arn = Arn.parse(text);
        Optional<String> id = idOf(transaction, arn);
        if (id.isEmpty() && account(arn).filter(transaction.accounts()::exists).isPresent()) {
          throw new PolicyRefused(new PolicyFault.BadPrincipal("AWS", name));
        }
        yield id.orElse(name);
      }
      case PrincipalName.OfId(var id) -> {
        if (transaction.identities().find(id).isEmpty()) {
          throw new PolicyRefused(new PolicyFault.BadPrincipal("AWS", name));
        }
        yield name;
      }
      default -> name;
    };
  }

  /** The text of a stored document as it is shown. */
  public static String shown(Transaction transaction, String stored) {
    return PolicyText.withPrincipals(
        stored,
        name ->
            PrincipalName.of("AWS", name) instanceof PrincipalName.OfId(var id)
                ? arnOf(transaction, id).map(Arn::toString).orElse(name)
                : name);
  }

  private static Optional<IdentityKind> kind(Arn arn) {
    if (!arn.service().equals("iam")) {
      return Optional.empty();
    }
    String type = arn.resource().substring(0, Math.max(0, arn.resource().indexOf('/')));
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "user" -> Optional.of(IdentityKind.USER);
      case "role" -> Optional.of(IdentityKind.ROLE);
      default -> Optional.empty();
    };
  }

  private static Optional<AccountId> account(Arn arn) {
    try {
      return Optional.of(new AccountId(arn.account()));
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  private static String name(Arn arn) {
    return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
  }
}
