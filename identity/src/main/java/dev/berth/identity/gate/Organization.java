package dev.berth.identity.gate;

import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.model.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What stands above accounts, from the configuration (IAM dossier 5.5): every account of this Berth
 * is a member, but the one that manages it, which nothing binds.
 */
public final class Organization {
  /** No organisation. */
  public static final Organization NONE =
      new Organization(Optional.empty(), Optional.empty(), List.of(), List.of());

  private static final Set<String> UNDER_RESOURCE_CONTROL = Set.of("ecr", "sts");

  private final Optional<String> id;
  private final Optional<AccountId> management;
  private final List<List<NamedDocument>> serviceControl;
  private final List<NamedDocument> resourceControl;

  private Organization(
      Optional<String> id,
      Optional<AccountId> management,
      List<List<NamedDocument>> serviceControl,
      List<NamedDocument> resourceControl) {
    this.id = id;
    this.management = management;
    this.serviceControl = List.copyOf(serviceControl);
    this.resourceControl = List.copyOf(resourceControl);
  }

  /**
   * A document and where it came from.
   *
   * @param name what denials call it
   */
  public record Source(String name, String text) {}

  /**
   * An organisation.
   *
   * @param id such as {@code o-a1b2c3d4e5}
   * @param management the account that nothing binds
   * @param serviceControl by level from the root to the accounts; a level without documents allows
   *     everything
   * @param resourceControl documents that deny
   * @throws dev.berth.iam.policy.PolicyRefused for a document that is not one of its kind
   */
  public static Organization of(
      Optional<String> id,
      Optional<AccountId> management,
      List<List<Source>> serviceControl,
      List<Source> resourceControl) {
    if (id.isEmpty()
        && management.isEmpty()
        && serviceControl.isEmpty()
        && resourceControl.isEmpty()) {
      return NONE;
    }
    List<List<NamedDocument>> levels = new ArrayList<>();
    serviceControl.stream()
        .filter(level -> !level.isEmpty())
        .forEach(level -> levels.add(parsed(DocumentKind.SERVICE_CONTROL, level)));
    return new Organization(
        id, management, levels, parsed(DocumentKind.RESOURCE_CONTROL, resourceControl));
  }

  private static List<NamedDocument> parsed(DocumentKind kind, List<Source> sources) {
    return sources.stream()
        .map(source -> new NamedDocument(source.name(), PolicyDocument.parse(kind, source.text())))
        .toList();
  }

  private boolean binds(AccountId account) {
    return !management.equals(Optional.of(account));
  }

  Optional<List<List<NamedDocument>>> serviceControl(AccountId account) {
    return serviceControl.isEmpty() || !binds(account)
        ? Optional.empty()
        : Optional.of(serviceControl);
  }

  /** What denies on the resources of that account, whoever asks; nothing for most services. */
  public List<NamedDocument> resourceControl(AccountId owner, String service) {
    return binds(owner) && UNDER_RESOURCE_CONTROL.contains(service) ? resourceControl : List.of();
  }

  /** The organisation that the account is a member of, or manages. */
  public Optional<String> id(AccountId account) {
    return id.filter(_ -> !account.value().isEmpty());
  }

  /** There are no organisational units here: the root alone. */
  public Optional<ContextValue> paths(AccountId account) {
    return id(account).map(name -> ContextValue.many(List.of(name + "/r-root/")));
  }
}
