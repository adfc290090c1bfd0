package dev.berth.identity.gate;

import dev.berth.iam.Demand;
import dev.berth.iam.Principal;
import dev.berth.iam.RequestContext;
import dev.berth.iam.Resource;
import dev.berth.iam.Session;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.ContextKey;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.model.Arn;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys that a request has (IAM dossier 4.7), each found when a policy asks for it.
 * The tags of the resource are read at most once.
 */
final class RequestValues implements ConditionValues {
  private static final Set<String> MULTIVALUED =
      Set.of(
          "aws:tagkeys",
          "sts:transitivetagkeys",
          "aws:principalorgpaths",
          "aws:resourceorgpaths",
          "aws:sourceorgpaths",
          "aws:principalservicenameslist",
          "aws:calledvia");

  private final Principal principal;
  private final Map<String, String> principalTags;
  private final Demand demand;
  private final RequestContext context;
  private final ResourcePolicies resources;
  private final Organization organization;
  private @Nullable Map<String, String> resourceTags;

  RequestValues(
      Principal principal,
      Map<String, String> principalTags,
      Demand demand,
      RequestContext context,
      ResourcePolicies resources,
      Organization organization) {
    this.principal = principal;
    this.principalTags = principalTags;
    this.demand = demand;
    this.context = context;
    this.resources = resources;
    this.organization = organization;
  }

  @Override
  public Optional<ContextValue> find(ContextKey key) {
    Optional<ContextValue> demanded = ofDemand(key);
    return demanded.isPresent() ? demanded : ofTag(key).or(() -> ofName(key.name()));
  }

  private Optional<ContextValue> ofDemand(ContextKey key) {
    for (Map.Entry<String, List<String>> condition : demand.conditions().entrySet()) {
      if (condition.getKey().equalsIgnoreCase(key.name())) {
        List<String> values = condition.getValue();
        return MULTIVALUED.contains(key.name()) || values.size() != 1
            ? Optional.of(ContextValue.many(values))
            : Optional.of(ContextValue.one(values.getFirst()));
      }
    }
    return Optional.empty();
  }

  private Optional<ContextValue> ofTag(ContextKey key) {
    return key.after("aws:principaltag/")
        .flatMap(this::principalTag)
        .or(() -> key.after("aws:resourcetag/").flatMap(this::resourceTag))
        .or(() -> ofService("ecr", key).flatMap(this::resourceTag))
        .or(() -> ofService("iam", key).flatMap(this::resourceTag))
        .map(ContextValue::one);
  }

  private Optional<String> ofService(String service, ContextKey key) {
    return demand.action().service().equals(service)
        ? key.after(service + ":resourcetag/")
        : Optional.empty();
  }

  /** A session's tag stands before the role's of the same key. */
  private Optional<String> principalTag(String key) {
    return principal
        .session()
        .flatMap(session -> ignoringCase(session.tags(), key))
        .or(() -> Optional.ofNullable(principalTags.get(key)));
  }

  private static Optional<String> ignoringCase(Map<String, String> tags, String key) {
    return tags.entrySet().stream()
        .filter(tag -> tag.getKey().equalsIgnoreCase(key))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private Optional<String> resourceTag(String key) {
    Map<String, String> known = resourceTags;
    if (known == null) {
      known = readResourceTags();
      resourceTags = known;
    }
    return Optional.ofNullable(known.get(key));
  }

  private Map<String, String> readResourceTags() {
    return switch (demand.resource()) {
      case Resource.OfArn named -> resources.tagsOf(named);
      case Resource.OfRepository _, Resource.AllRepositories _, Resource.Any _ -> {
        Map<String, String> tags = new HashMap<>();
        context
            .resourceTags()
            .of(demand.resource())
            .forEach((key, value) -> tags.put(key.toLowerCase(Locale.ROOT), value));
        yield tags;
      }
    };
  }

  private Optional<ContextValue> ofName(String name) {
    return switch (name) {
      case "aws:principalorgpaths" -> organization.paths(principal.account());
      case "aws:resourceorgpaths" -> organization.paths(demand.resource().owner());
      default -> text(name).map(ContextValue::one);
    };
  }

  private Optional<String> text(String name) {
    return switch (name) {
      case "aws:currenttime" ->
          Optional.of(context.time().truncatedTo(ChronoUnit.SECONDS).toString());
      case "aws:epochtime" -> Optional.of(Long.toString(context.time().getEpochSecond()));
      case "aws:sourceip" -> Optional.of(context.source().getHostAddress());
      case "aws:securetransport" -> Optional.of(Boolean.toString(context.secureTransport()));
      case "aws:useragent" -> context.userAgent();
      case "aws:referer" -> context.referer();
      case "aws:requestedregion" -> Optional.of(context.region().value());
      case "aws:resourceaccount" -> Optional.of(demand.resource().owner().value());
      case "aws:resourceorgid" -> organization.id(demand.resource().owner());
      case "aws:viaawsservice", "aws:principalisawsservice" -> Optional.of("false");
      default -> ofPrincipal(name);
    };
  }

  private Optional<String> ofPrincipal(String name) {
    return switch (name) {
      case "aws:principalarn" -> Optional.of(arn().toString());
      case "aws:principalaccount" -> Optional.of(principal.account().value());
      case "aws:principalorgid" -> organization.id(principal.account());
      case "aws:principaltype" -> Optional.of(type());
      case "aws:userid" -> Optional.of(principal.userId());
      case "aws:username" ->
          principal instanceof Principal.User user ? Optional.of(user.name()) : Optional.empty();
      default -> principal.session().flatMap(session -> ofSession(name, session));
    };
  }

  private static Optional<String> ofSession(String name, Session session) {
    return switch (name) {
      case "aws:tokenissuetime" ->
          Optional.of(session.issuedAt().truncatedTo(ChronoUnit.SECONDS).toString());
      case "aws:multifactorauthpresent" -> Optional.of("false");
      case "aws:federatedprovider" -> session.federatedProvider();
      case "aws:sourceidentity" -> session.sourceIdentity();
      default -> Optional.empty();
    };
  }

  /** The role's, not the session's. */
  private Arn arn() {
    return principal instanceof Principal.RoleSession session ? session.role() : principal.arn();
  }

  private String type() {
    return switch (principal) {
      case Principal.RootUser _ -> "Account";
      case Principal.User _ -> "User";
      case Principal.RoleSession _ -> "AssumedRole";
      case Principal.FederatedUser _ -> "FederatedUser";
    };
  }

  /** What is asked for, without values. */
  @Override
  public String toString() {
    return "values of " + demand.action().toString().toLowerCase(Locale.ROOT);
  }
}
