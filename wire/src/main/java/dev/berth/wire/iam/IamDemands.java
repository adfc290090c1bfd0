package dev.berth.wire.iam;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.identity.IdentityNames;
import dev.berth.identity.IdentityNames.Named;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.wire.door.Caller;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What actions of IAM need the right to do: the action of the same name on the ARN of the entity,
 * with the condition keys that guard delegation (IAM dossier 4.7, threat T22).
 */
final class IamDemands {
  private static final String BOUNDARY = "iam:PermissionsBoundary";

  private final IdentityNames names;

  IamDemands(IdentityNames names) {
    this.names = names;
  }

  /** On the account as a whole. */
  static Demand onAccount(String action, Caller.Known caller) {
    return Demand.hard(new Action("iam", action), new Resource.Any(account(caller)));
  }

  /** On an ARN, of what is there or shall be. */
  static Demand on(String action, Arn arn, Caller.Known caller) {
    return Demand.hard(new Action("iam", action), new Resource.OfArn(arn, account(caller)));
  }

  /** On all of a kind whose paths begin so. */
  static Demand onPath(String action, IdentityKind kind, String prefix, Caller.Known caller) {
    return on(action, Arn.ofIam(account(caller), kind.word() + prefix), caller);
  }

  /**
   * On a user, group or role with its path, or with the root's path when there is none of the name;
   * with the policy that limits it.
   */
  Demand onEntity(String action, IdentityKind kind, String name, Caller.Known caller) {
    Named named = names.of(account(caller), kind, name);
    return with(on(action, named.arn(), caller), boundary(named.boundary()));
  }

  /**
   * On a user or group that is renamed or moved, and on what it becomes: who may change one path
   * brings nothing to or from another (IAM API, UpdateUser).
   */
  List<Demand> onRenamed(
      String action,
      IdentityKind kind,
      String name,
      Optional<String> newName,
      Optional<String> newPath,
      Caller.Known caller) {
    Demand source = onEntity(action, kind, name, caller);
    String resource = names.of(account(caller), kind, name).arn().resource();
    String path = resource.substring(kind.word().length(), resource.lastIndexOf('/') + 1);
    Arn target = Identity.arn(account(caller), kind, newPath.orElse(path), newName.orElse(name));
    return List.of(source, on(action, target, caller));
  }

  /** The same with the managed policy that it is about. */
  Demand onEntity(String action, IdentityKind kind, String name, Arn policy, Caller.Known caller) {
    return with(
        onEntity(action, kind, name, caller), Map.of("iam:PolicyARN", List.of(policy.toString())));
  }

  /** The condition value of a boundary. */
  static Map<String, List<String>> boundary(Optional<Arn> policy) {
    return policy
        .<Map<String, List<String>>>map(arn -> Map.of(BOUNDARY, List.of(arn.toString())))
        .orElseGet(Map::of);
  }

  /** The condition values of tags in a request. */
  static Map<String, List<String>> tags(Map<String, String> tags) {
    Map<String, List<String>> values = new HashMap<>();
    tags.forEach((key, value) -> values.put("aws:RequestTag/" + key, List.of(value)));
    values.putAll(tagKeys(tags.keySet()));
    return values;
  }

  /** The condition values of keys in a request. */
  static Map<String, List<String>> tagKeys(Collection<String> keys) {
    return keys.isEmpty() ? Map.of() : Map.of("aws:TagKeys", List.copyOf(keys));
  }

  /** The demand with more condition values. */
  static Demand with(Demand demand, Map<String, List<String>> values) {
    Map<String, List<String>> all = new HashMap<>(demand.conditions());
    all.putAll(values);
    return demand.with(all);
  }

  static AccountId account(Caller.Known caller) {
    return caller.principal().account();
  }
}
