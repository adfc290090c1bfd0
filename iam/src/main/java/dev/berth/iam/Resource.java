package dev.berth.iam;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;

/** What an action is done to. Every resource has an owner: the account whose policies guard it. */
public sealed interface Resource {

  /** The account that owns it. */
  AccountId owner();

  /**
   * How policies and refusals name it: an ARN, or {@code *} for actions without a resource type.
   */
  String name();

  /** A repository, existing or not. */
  record OfRepository(RepositoryAddress address) implements Resource {
    @Override
    public AccountId owner() {
      return address.registry().account();
    }

    @Override
    public String name() {
      return address.arn().toString();
    }
  }

  /**
   * All repositories of a registry, {@code repository/*}: what an unfiltered list is decided on.
   */
  record AllRepositories(RegistryId registry) implements Resource {
    @Override
    public AccountId owner() {
      return registry.account();
    }

    @Override
    public String name() {
      return new Arn(
              Arn.PARTITION,
              "ecr",
              registry.region().value(),
              registry.account().value(),
              "repository/*")
          .toString();
    }
  }

  /**
   * Anything that is named by an ARN alone: a user, a role, a policy.
   *
   * @param arn its own, or of what is to be made
   * @param owner the account that it is in, also where the ARN names none
   */
  record OfArn(Arn arn, AccountId owner) implements Resource {
    @Override
    public String name() {
      return arn.toString();
    }
  }

  /** No resource type: the account as a whole, written {@code *}. */
  record Any(AccountId owner) implements Resource {
    @Override
    public String name() {
      return "*";
    }
  }
}
