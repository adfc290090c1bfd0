package dev.berth.iam.policy.evaluate;

import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.evaluate.Verdict.Allowed;
import dev.berth.iam.policy.evaluate.Verdict.ExplicitlyDenied;
import dev.berth.iam.policy.evaluate.Verdict.Grantor;
import dev.berth.iam.policy.evaluate.Verdict.ImplicitlyDenied;
import dev.berth.model.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides one {@link Question} over all {@link Policies} (IAM dossier 5.1 to 5.7). Pure and without
 * state; safe for any number of threads.
 *
 * <p>What holds, whatever the documents:
 *
 * <ul>
 *   <li>nothing is allowed that no statement allows, but to the root user in its account and the
 *       one action that needs no permission;
 *   <li>a statement that denies and applies wins over all that allow, of any kind and account;
 *   <li>boundaries, session policies and the organisation's policies only take away;
 *   <li>the order of documents and statements changes at most which denial is told.
 * </ul>
 *
 * <p>Inside one account an Allow of the resource's policy is worth what it names: the caller
 * itself, and nothing more is needed; what its session was made from, and boundary and session
 * policies must allow; the account, and the identity must be granted it ({@link Reach}). Across
 * accounts both sides must allow. A role is assumed only by whom its trust policy names, in its own
 * account too.
 *
 * <p>What is no matter of policies is not decided here: that a root user assumes no role, and what
 * sessions may call of IAM and STS (IAM dossier 5.6, 8.2).
 */
public final class Evaluation {
  private static final String NEEDS_NO_PERMISSION = "sts:getcalleridentity";
  private static final Verdict EXEMPT = new Allowed(Grantor.EXEMPT, Optional.empty());

  private final Question question;
  private final Policies policies;
  private final Scan resourceControl;
  private final Scan resource;
  private final Scan identity;
  private final Scan boundary;
  private final Scan session;

  private Evaluation(Question question, Policies policies) {
    this.question = question;
    this.policies = policies;
    resourceControl = scan(PolicyKind.RESOURCE_CONTROL);
    resource = scan(PolicyKind.RESOURCE);
    identity = scan(PolicyKind.IDENTITY);
    boundary = scan(PolicyKind.BOUNDARY);
    session = scan(PolicyKind.SESSION);
  }

  private Scan scan(PolicyKind kind) {
    return new Scan(question, kind, policies.boundary().isPresent());
  }

  /** Decides. */
  public static Verdict decide(Question question, Policies policies) {
    return question.action().equals(NEEDS_NO_PERMISSION)
        ? EXEMPT
        : new Evaluation(question, policies).verdict();
  }

  /**
   * Every statement that applies to the question and its caller, allowing or denying, whatever came
   * of it: what simulations list as matched.
   */
  public static List<Finding> findings(Question question, Policies policies) {
    return new Findings(question, policies).all();
  }

  /**
   * Whether documents that grant nothing themselves, such as a boundary, leave it to others to
   * allow the question: they allow it, and none of them denies.
   */
  public static boolean leaves(PolicyKind kind, List<NamedDocument> documents, Question question) {
    Scan scan = new Scan(question, kind, false).over(documents);
    return scan.allows() && scan.denial().isEmpty();
  }

  private Verdict verdict() {
    boolean organised = !question.caller().isServiceLinked();
    if (organised && resourceControl.over(policies.resourceControl()).denial().isPresent()) {
      return denied(resourceControl);
    }
    boolean ceiling = true;
    if (organised && question.caller().account().isPresent()) {
      for (List<NamedDocument> level : policies.serviceControl().orElse(List.of())) {
        Scan scan = scan(PolicyKind.SERVICE_CONTROL).over(level);
        if (scan.denial().isPresent()) {
          return denied(scan);
        }
        ceiling &= scan.allows();
      }
    }
    for (Scan scan : attached()) {
      if (scan.denial().isPresent()) {
        return denied(scan);
      }
    }
    List<PolicyKind> missing = missing(ceiling);
    return missing.isEmpty() ? granted() : new ImplicitlyDenied(missing);
  }

  private List<Scan> attached() {
    resource.over(policies.resource());
    identity.over(policies.identity());
    if (policies.boundary().isPresent()) {
      boundary.over(policies.boundary().get());
    }
    if (policies.session().isPresent()) {
      session.over(policies.session().get());
    }
    return List.of(resource, identity, boundary, session);
  }

  private static Verdict denied(Scan scan) {
    Finding denial = scan.denial().orElseThrow();
    return new ExplicitlyDenied(denial.kind(), denial.deciding());
  }

  /** Which kinds of policy would have to allow and do not, in the order that they are asked. */
  private List<PolicyKind> missing(boolean ceiling) {
    Reach reach = resource.reach();
    boolean own = isOwn();
    boolean resourceNeeded = !own || isTrust();
    boolean identityNeeded = hasAccount() && !(own && reach == Reach.CALLER);
    List<PolicyKind> missing = new ArrayList<>(0); // most requests are allowed
    if (!ceiling) {
      missing.add(PolicyKind.SERVICE_CONTROL);
    }
    if (resourceNeeded && !resource.allows()) {
      missing.add(isTrust() ? PolicyKind.ROLE_TRUST : PolicyKind.RESOURCE);
    }
    if (!identityNeeded) {
      return missing;
    }
    if (!(own && reach == Reach.ORIGIN) && !identity.allows() && !isRoot(question.caller())) {
      missing.add(PolicyKind.IDENTITY);
    }
    if (policies.boundary().isPresent() && !boundary.allows()) {
      missing.add(PolicyKind.BOUNDARY);
    }
    if (isNarrowed() && !session.allows()) {
      missing.add(PolicyKind.SESSION);
    }
    return missing;
  }

  /** Nothing is missing: who grants it. */
  private Verdict granted() {
    boolean own = isOwn();
    if (!hasAccount() || (own && resource.reach().compareTo(Reach.ACCOUNT) > 0)) {
      return allowed(Grantor.RESOURCE, resource);
    }
    return allowed(own ? Grantor.IDENTITY : Grantor.BOTH, identity);
  }

  private boolean hasAccount() {
    return question.caller().account().isPresent();
  }

  /** Whether the caller belongs to the account that the resource is in. */
  private boolean isOwn() {
    Optional<AccountId> account = question.caller().account();
    return account.isPresent() && account.get().equals(question.owner());
  }

  /** A federated user without session policies has nothing of its parent. */
  private boolean isNarrowed() {
    return policies.session().isPresent() || question.caller() instanceof Caller.FederatedUser;
  }

  private static boolean isRoot(Caller caller) {
    return caller instanceof Caller.Root
        || (caller instanceof Caller.FederatedUser user && user.parent() instanceof Caller.Root);
  }

  private static Verdict allowed(Grantor by, Scan scan) {
    return new Allowed(by, scan.grant().map(Finding::deciding));
  }

  private boolean isTrust() {
    if (question.action().startsWith("sts:assumerole")) {
      return true;
    }
    for (NamedDocument named : policies.resource()) {
      if (named.document().kind() == DocumentKind.TRUST) {
        return true;
      }
    }
    return false;
  }
}
