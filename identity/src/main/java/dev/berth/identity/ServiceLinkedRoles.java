package dev.berth.identity;

import dev.berth.identity.refusal.EntityAlreadyExists;
import dev.berth.identity.refusal.InvalidInput;
import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.metadata.ServiceUseQueries;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import dev.berth.model.Region;
import dev.berth.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The roles under which ECR's own services act in an account (IAM dossier 10). */
public final class ServiceLinkedRoles {
  private static final Map<String, Service> SERVICES =
      Map.of(
          "replication.ecr.amazonaws.com",
          new Service(
              "AWSServiceRoleForECRReplication",
              "ECRReplicationServiceRolePolicy",
              ServiceUseQueries::ofReplication),
          "pullthroughcache.ecr.amazonaws.com",
          new Service(
              "AWSServiceRoleForECRPullThroughCache",
              "AWSECRPullThroughCache_ServiceRolePolicy",
              ServiceUseQueries::ofCacheRules),
          "ecr.amazonaws.com",
          new Service(
              "AWSServiceRoleForECRTemplate",
              "ECRTemplateServiceRolePolicy",
              ServiceUseQueries::ofCreationTemplates));
  private static final Pattern TASK =
      Pattern.compile(
          "task/aws-service-role/([a-z0-9.-]{1,128})/([\\w+=,.@-]{1,64})/(done|in-use)");
  private static final String DONE = "/done";
  private static final String IN_USE = "/in-use";

  private final IdentityRows rows;
  private final Roles roles;

  /**
   * A service.
   *
   * @param uses the Regions in which an account still has work for it
   */
  private record Service(
      String role, String policy, BiFunction<ServiceUseQueries, AccountId, List<Region>> uses) {}

  /** How a deletion ended. */
  public sealed interface Deletion {

    /** The role is gone. */
    record Succeeded() implements Deletion {}

    /**
     * The role stayed, since there is work for its service.
     *
     * @param regions where there is now
     */
    record Failed(String role, List<Region> regions) implements Deletion {}
  }

  public ServiceLinkedRoles(IdentityRows rows, Roles roles) {
    this.rows = rows;
    this.roles = roles;
  }

  /**
   * Makes the role of a service, with its one policy.
   *
   * @param service such as {@code replication.ecr.amazonaws.com}
   */
  public Role create(AccountId account, String service, Optional<String> description) {
    Service found = SERVICES.get(service);
    if (found == null) {
      throw new InvalidInput(
          "Service-linked role for %s cannot be created: Berth has no such service."
              .formatted(service));
    }
    return rows.change(
        account,
        transaction -> {
          if (transaction.identities().find(account, IdentityKind.ROLE, found.role()).isPresent()) {
            throw EntityAlreadyExists.serviceRole(found.role());
          }
          Role role =
              roles.insert(
                  transaction,
                  account,
                  new Roles.NewRole(
                      found.role(),
                      "/aws-service-role/" + service + "/",
                      trust(service),
                      description,
                      Duration.ofHours(1),
                      Optional.empty(),
                      Map.of()));
          transaction.policyAttachments().add(role.identity().id(), policy(found));
          return role;
        });
  }

  private static String trust(String service) {
    return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}"""
        .formatted(service);
  }

  private static Arn policy(Service service) {
    return new Arn(Arn.PARTITION, "iam", "", "aws", "policy/aws-service-role/" + service.policy());
  }

  /**
   * Removes the role of a service at once, or leaves it while the account has work for the service
   * in any Region.
   *
   * @return the id of the task, which knows how it ended
   */
  public String delete(AccountId account, String name) {
    return rows.change(
        account,
        transaction -> {
          Role role = Roles.required(transaction, account, name);
          if (!role.isServiceLinked()) {
            throw new InvalidInput("The role %s is no service-linked role.".formatted(name));
          }
          String task = "task" + role.identity().path() + name;
          if (!uses(transaction, account, name).isEmpty()) {
            return task + IN_USE;
          }
          String id = role.identity().id();
          for (Arn policy : transaction.policyAttachments().of(id)) {
            transaction.policyAttachments().remove(id, policy);
          }
          Roles.remove(transaction, role);
          return task + DONE;
        });
  }

  private static List<Region> uses(Transaction transaction, AccountId account, String role) {
    return SERVICES.values().stream()
        .filter(service -> service.role().equalsIgnoreCase(role))
        .flatMap(service -> service.uses().apply(transaction.serviceUses(), account).stream())
        .toList();
  }

  /**
   * How a deletion ended.
   *
   * @throws NoSuchEntity for an id that no deletion can have answered
   */
  public Deletion deletion(AccountId account, String task) {
    Matcher parts = TASK.matcher(task);
    if (!parts.matches() || !SERVICES.containsKey(parts.group(1))) {
      throw NoSuchEntity.deletion(task);
    }
    String role = parts.group(2);
    return task.endsWith(DONE)
        ? new Deletion.Succeeded()
        : new Deletion.Failed(role, rows.read(tx -> uses(tx, account, role)));
  }
}
