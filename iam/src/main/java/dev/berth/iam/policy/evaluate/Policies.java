package dev.berth.iam.policy.evaluate;

import dev.berth.iam.policy.match.ContextKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every document that has a say in one request, by what it is attached to (IAM dossier 5.1). Lists
 * are unordered: no order of documents or statements changes a decision.
 *
 * @param identity of the user and its groups, of the role, of a federated user's parent; none for
 *     the root user
 * @param boundary of the user or role
 * @param session empty when the session was made without any, which takes nothing away from a role
 *     and everything from a federated user
 * @param resource the policies of the resource: of repository and registry, or the trust policy of
 *     a role
 * @param serviceControl by level from the root of the organisation to the account of the caller;
 *     empty when that account is in none or manages it
 * @param resourceControl of the organisation that the resource's account is a member of, beside the
 *     one that allows everything; none when that account manages it
 */
public record Policies(
    List<NamedDocument> identity,
    Optional<NamedDocument> boundary,
    Optional<List<NamedDocument>> session,
    List<NamedDocument> resource,
    Optional<List<List<NamedDocument>>> serviceControl,
    List<NamedDocument> resourceControl) {

  /** No document at all. */
  public static final Policies NONE =
      new Policies(
          List.of(), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of());

  public Policies {
    identity = List.copyOf(identity);
    session = session.map(List::copyOf);
    resource = List.copyOf(resource);
    serviceControl = serviceControl.map(levels -> levels.stream().map(List::copyOf).toList());
    resourceControl = List.copyOf(resourceControl);
  }

  /** The same with these policies of the resource. */
  public Policies withResource(List<NamedDocument> documents) {
    return new Policies(identity, boundary, session, documents, serviceControl, resourceControl);
  }

  /** The same with these policies of the organisation over the resource. */
  public Policies withResourceControl(List<NamedDocument> documents) {
    return new Policies(identity, boundary, session, resource, serviceControl, documents);
  }

  /** The same under these levels of the caller's organisation. */
  public Policies withServiceControl(Optional<List<List<NamedDocument>>> levels) {
    return new Policies(identity, boundary, session, resource, levels, resourceControl);
  }

  /** All documents, of whatever kind. */
  public List<NamedDocument> all() {
    List<NamedDocument> all = new ArrayList<>(resourceControl);
    serviceControl.ifPresent(levels -> levels.forEach(all::addAll));
    all.addAll(resource);
    all.addAll(identity);
    boundary.ifPresent(all::add);
    session.ifPresent(all::addAll);
    return all;
  }

  /** The context keys that any of them names. */
  public Set<ContextKey> contextKeys() {
    Set<ContextKey> keys = new LinkedHashSet<>();
    all().forEach(named -> keys.addAll(named.document().contextKeys()));
    return keys;
  }
}
