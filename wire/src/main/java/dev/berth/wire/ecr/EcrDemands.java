package dev.berth.wire.ecr;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.model.Arn;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.RepositoryPrefix;
import dev.berth.wire.json.Demands;
import dev.berth.wire.json.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rights that operations of the ECR API need: action and resource as the service authorization
 * reference lists them (ECR dossier 23, CHECKLIST IA-01, RP-08, TG-07).
 */
final class EcrDemands {
  private static final String TAG_KEYS = "aws:TagKeys";
  private static final String REQUEST_TAG = "aws:RequestTag/";

  private EcrDemands() {}

  /** The action of the operation's own name, on the repository that is named. */
  static Demands onRepository() {
    return (operation, input, home) -> List.of(hard(operation, Targets.repository(input, home)));
  }

  /** Another action than the operation's name says, on the repository that is named. */
  static Demands onRepository(String action) {
    return (operation, input, home) -> List.of(hard(action, Targets.repository(input, home)));
  }

  /** The action of the operation's own name, on no resource. */
  static Demands onRegistry() {
    return (operation, input, home) ->
        List.of(
            Demand.hard(
                Action.ecr(operation), new Resource.Any(Targets.registry(input, home).account())));
  }

  /** The same, with the setting's name for policies to ask about. */
  static Demands onAccountSetting() {
    return (operation, input, home) ->
        List.of(
            Demand.hard(Action.ecr(operation), new Resource.Any(home.account()))
                .with(Map.of("ecr:AccountSetting", List.of(input.text("name")))));
  }

  /** Each repository that is named; with none, all of the registry at once (ECR dossier 3.3). */
  static Demands onNamedRepositories() {
    return (operation, input, home) -> {
      RegistryId registry = Targets.registry(input, home);
      List<Demand> each = new ArrayList<>();
      for (String name : input.texts("repositoryNames")) {
        each.add(hard(operation, new RepositoryAddress(registry, new RepositoryName(name))));
      }
      return each.isEmpty()
          ? List.of(Demand.hard(Action.ecr(operation), new Resource.AllRepositories(registry)))
          : List.copyOf(each);
    };
  }

  /** Creation; with tags it is tagging, too. */
  static Demands onNewRepository() {
    return (operation, input, home) -> {
      RepositoryAddress address = Targets.repository(input, home);
      Map<String, List<String>> conditions = requestTags(input);
      Demand create = hard(operation, address).with(conditions);
      return conditions.isEmpty()
          ? List.of(create)
          : List.of(create, hard("TagResource", address).with(conditions));
    };
  }

  /**
   * A template: the action of the operation's own name, and what its repositories are made with is
   * done in the name of whoever says so (the dependent actions of ECR dossier 23, CHECKLIST IA-05).
   */
  static Demands onTemplate() {
    return (operation, input, home) -> {
      Resource repositories = beneath(input.text("prefix"), home);
      List<Demand> demands = new ArrayList<>();
      demands.add(Demand.hard(Action.ecr(operation), new Resource.Any(home.account())));
      demands.add(Demand.hard(Action.ecr("CreateRepository"), repositories));
      if (says(input, "repositoryPolicy")) {
        demands.add(Demand.hard(Action.ecr("SetRepositoryPolicy"), repositories));
      }
      if (says(input, "lifecyclePolicy")) {
        demands.add(Demand.hard(Action.ecr("PutLifecyclePolicy"), repositories));
      }
      if (says(input, "customRoleArn")) {
        Resource role = new Resource.OfArn(Arn.parse(input.text("customRoleArn")), home.account());
        demands.add(
            Demand.hard(new Action("iam", "PassRole"), role)
                .with(Map.of("iam:PassedToService", List.of("ecr.amazonaws.com"))));
      }
      return List.copyOf(demands);
    };
  }

  private static boolean says(Input input, String member) {
    return input.textIfAny(member).filter(text -> !text.isEmpty()).isPresent();
  }

  /** The repositories whose names begin with a prefix. */
  private static Resource beneath(String prefix, RegistryId registry) {
    RepositoryPrefix covered = new RepositoryPrefix(prefix);
    return covered.isRoot()
        ? new Resource.AllRepositories(registry)
        : new Resource.OfArn(
            new Arn(
                Arn.PARTITION,
                "ecr",
                registry.region().value(),
                registry.account().value(),
                "repository/" + covered.key() + "/*"),
            registry.account());
  }

  /** The repository behind the ARN, with the tags of the request. */
  static Demands onTagged() {
    return (operation, input, home) ->
        List.of(hard(operation, Targets.tagged(input, home)).with(requestTags(input)));
  }

  /** The repository behind the ARN, with the keys of the request. */
  static Demands onUntagged() {
    return (operation, input, home) -> {
      List<String> keys = input.texts("tagKeys");
      return List.of(
          hard(operation, Targets.tagged(input, home))
              .with(keys.isEmpty() ? Map.of() : Map.of(TAG_KEYS, keys)));
    };
  }

  private static Demand hard(String action, RepositoryAddress address) {
    return Demand.hard(Action.ecr(action), new Resource.OfRepository(address));
  }

  private static Map<String, List<String>> requestTags(Input input) {
    Map<String, List<String>> conditions = new LinkedHashMap<>();
    List<String> keys = new ArrayList<>();
    for (Input tag : input.structures("tags")) {
      keys.add(tag.text("Key"));
      conditions.put(REQUEST_TAG + tag.text("Key"), List.of(tag.text("Value")));
    }
    if (!keys.isEmpty()) {
      conditions.put(TAG_KEYS, List.copyOf(keys));
    }
    return conditions;
  }
}
