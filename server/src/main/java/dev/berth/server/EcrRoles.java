package dev.berth.server;

import dev.berth.iam.AccessDenied;
import dev.berth.iam.Action;
import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import dev.berth.iam.Principal;
import dev.berth.iam.RequestContext;
import dev.berth.iam.Resource;
import dev.berth.iam.ResourceTags;
import dev.berth.identity.session.AssumableRoles;
import dev.berth.identity.session.ServiceRoles;
import dev.berth.model.Arn;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Role;
import dev.berth.registry.template.CreationRoles;
import dev.berth.registry.upstream.UpstreamRoles;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The roles as which repositories are made and upstream registries pulled from, as the gate sees
 * them (ECR dossier 17.1, 18; CHECKLIST CT-07, CT-11, PT-09). What a role may do with keys is not
 * asked: there is no KMS here whose keys have policies.
 *
 * @param roles that there are
 * @param gate asked what a role may do
 */
record EcrRoles(AssumableRoles roles, Gate gate, InstantSource clock)
    implements CreationRoles, UpstreamRoles {
  private static final String ECR = "ecr.amazonaws.com";
  private static final String PULL_THROUGH_CACHE = "pullthroughcache.ecr.amazonaws.com";

  @Override
  public Optional<String> obstacle(
      Arn role, RepositoryAddress address, Map<String, String> resourceTags) {
    Optional<Role> found = roles.find(role);
    if (found.isEmpty()) {
      return Optional.of("does not exist");
    }
    Optional<Principal> assumed =
        new ServiceRoles(clock)
            .assumed(found.get(), ECR, address.arn().toString(), address.registry().region());
    return assumed.isEmpty()
        ? Optional.of("does not trust " + ECR)
        : denial(assumed.get(), address, resourceTags);
  }

  @Override
  public Optional<String> obstacle(Arn role, RegistryId registry) {
    Optional<Role> found = roles.find(role);
    if (found.isEmpty()) {
      return Optional.of("does not exist");
    }
    String source = new Resource.AllRepositories(registry).name();
    return new ServiceRoles(clock)
            .assumed(found.get(), PULL_THROUGH_CACHE, source, registry.region())
            .isPresent()
        ? Optional.empty()
        : Optional.of("does not trust " + PULL_THROUGH_CACHE);
  }

  private Optional<String> denial(
      Principal principal, RepositoryAddress address, Map<String, String> resourceTags) {
    RequestContext context =
        new RequestContext(
            InetAddress.getLoopbackAddress(),
            true,
            clock.instant(),
            address.registry().region(),
            ResourceTags.NONE);
    return switch (gate.decide(principal, demands(address, resourceTags), context)) {
      case Decision.Allowed _ -> Optional.empty();
      case Decision.Denied denied ->
          Optional.of(
              "may not act: " + new AccessDenied(principal, denied, Optional.empty()).getMessage());
    };
  }

  private static List<Demand> demands(RepositoryAddress address, Map<String, String> resourceTags) {
    Resource repository = new Resource.OfRepository(address);
    Map<String, List<String>> conditions = new LinkedHashMap<>();
    resourceTags.forEach((key, value) -> conditions.put("aws:RequestTag/" + key, List.of(value)));
    List<Demand> demands = new ArrayList<>();
    if (resourceTags.isEmpty()) {
      demands.add(Demand.hard(Action.ecr("CreateRepository"), repository));
    } else {
      conditions.put("aws:TagKeys", List.copyOf(resourceTags.keySet()));
      demands.add(Demand.hard(Action.ecr("CreateRepository"), repository).with(conditions));
      demands.add(Demand.hard(Action.ecr("TagResource"), repository).with(conditions));
    }
    return demands;
  }
}
