package dev.berth.identity.gate;

import dev.berth.iam.Action;
import dev.berth.iam.Decision;
import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.Decision.Reason;
import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import dev.berth.iam.Principal;
import dev.berth.iam.RequestContext;
import dev.berth.iam.Resource;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.evaluate.Caller;
import dev.berth.iam.policy.evaluate.Evaluation;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.iam.policy.evaluate.Policies;
import dev.berth.iam.policy.evaluate.Question;
import dev.berth.iam.policy.evaluate.Verdict;
import dev.berth.model.RepositoryAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The gate over stored policies (IAM dossier 5): of the caller and its groups, its boundary and
 * session, of the resource, and of the organisation. All are as they are when the request is
 * decided: what was read before is used again only while no write has changed it.
 */
public final class PolicyGate implements Gate {
  private static final Set<Action> ON_REGISTRY_POLICY =
      Set.of(
          Action.ecr("GetRegistryPolicy"),
          Action.ecr("PutRegistryPolicy"),
          Action.ecr("DeleteRegistryPolicy"));

  private final HeldPolicies held;
  private final ResourcePolicies resources;
  private final CompiledPolicies compiled;
  private final Organization organization;
  private final Optional<Supposed> supposed;

  /** A policy that a repository does not have. */
  private record Supposed(Resource repository, PolicyDocument policy) {
    /** What would be asked about the resource instead of what is stored. */
    List<NamedDocument> among(Resource resource, List<NamedDocument> stored) {
      return resource.equals(repository)
          ? Stream.concat(
                  Stream.of(new NamedDocument("the policy to be set", policy)),
                  stored.stream()
                      .filter(named -> named.document().kind() != DocumentKind.REPOSITORY))
              .toList()
          : stored;
    }
  }

  public PolicyGate(
      HeldPolicies held,
      ResourcePolicies resources,
      CompiledPolicies compiled,
      Organization organization) {
    this(held, resources, compiled, organization, Optional.empty());
  }

  private PolicyGate(
      HeldPolicies held,
      ResourcePolicies resources,
      CompiledPolicies compiled,
      Organization organization,
      Optional<Supposed> supposed) {
    this.held = held;
    this.resources = resources;
    this.compiled = compiled;
    this.organization = organization;
    this.supposed = supposed;
  }

  @Override
  public Gate supposing(RepositoryAddress repository, PolicyDocument policy) {
    return new PolicyGate(
        held,
        resources,
        compiled,
        organization,
        Optional.of(new Supposed(new Resource.OfRepository(repository), policy)));
  }

  @Override
  public Decision decide(Principal principal, List<Demand> demands, RequestContext context) {
    if (demands.isEmpty()) {
      return new Decision.Allowed(new Reason.NothingDemanded(), Set.of());
    }
    Held of = held.of(principal);
    Policies own = own(principal, of);
    Set<Demand> withheld = new HashSet<>();
    Optional<Reason> first = Optional.empty();
    for (Demand demand : demands) {
      Verdict verdict = verdict(principal, of, own, demand, context);
      if (verdict.isAllowed()) {
        first = first.or(() -> Optional.of(verdict.reason()));
        continue;
      }
      switch (demand.force()) {
        case HARD -> {
          return new Decision.Denied(demand, verdict.reason());
        }
        case SOFT -> withheld.add(demand);
      }
    }
    return new Decision.Allowed(first.orElseGet(Reason.NothingDemanded::new), withheld);
  }

  private Policies own(Principal principal, Held of) {
    return new Policies(
        of.identity(),
        of.boundary(),
        principal.session().flatMap(compiled::ofSession),
        List.of(),
        organization.serviceControl(principal.account()),
        List.of());
  }

  private Verdict verdict(
      Principal principal, Held of, Policies own, Demand demand, RequestContext context) {
    if (isBarred(principal, demand)) {
      return new Verdict.ImplicitlyDenied(List.of(PolicyKind.SESSION));
    }
    List<NamedDocument> stored =
        isWayBack(principal, demand) ? List.of() : resources.of(demand, context.region());
    Policies all =
        own.withResource(
                supposed.map(other -> other.among(demand.resource(), stored)).orElse(stored))
            .withResourceControl(
                organization.resourceControl(demand.resource().owner(), demand.action().service()));
    return Evaluation.decide(
        new Question(
            Caller.of(principal),
            demand.action().toString(),
            demand.resource().name(),
            demand.resource().owner(),
            new RequestValues(principal, of.tags(), demand, context, resources, organization)),
        all);
  }

  /**
   * Whether the policy of a registry is not asked, so that one that denies everybody can be taken
   * away: about itself, when the root user of its account asks. It is what AWS does for policies of
   * buckets and queues; for registries nothing is published.
   */
  private static boolean isWayBack(Principal principal, Demand demand) {
    return principal instanceof Principal.RootUser root
        && demand.resource().equals(new Resource.Any(root.account()))
        && ON_REGISTRY_POLICY.contains(demand.action());
  }

  /** Sessions of users and federated users call nothing of IAM (IAM dossier 5.6). */
  private static boolean isBarred(Principal principal, Demand demand) {
    return demand.action().service().equals("iam")
        && switch (principal) {
          case Principal.RootUser root -> root.session().isPresent();
          case Principal.User user -> user.session().isPresent();
          case Principal.FederatedUser _ -> true;
          case Principal.RoleSession _ -> false;
        };
  }
}
