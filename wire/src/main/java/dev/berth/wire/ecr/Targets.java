package dev.berth.wire.ecr;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Malformed;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.wire.json.Input;

/** What a request of the ECR API is about. */
public final class Targets {
  private Targets() {}

  /**
   * The registry of {@code registryId}, in the Region of the call; the caller's own when it is left
   * out (PR-12).
   */
  public static RegistryId registry(Input input, RegistryId home) {
    return input
        .textIfAny("registryId")
        .map(account -> new RegistryId(new AccountId(account), home.region()))
        .orElse(home);
  }

  /** The repository of {@code repositoryName} in the registry of {@code registryId}. */
  public static RepositoryAddress repository(Input input, RegistryId home) {
    return new RepositoryAddress(
        registry(input, home),
        input.parse("repositoryName", input.text("repositoryName"), RepositoryName::new));
  }

  /** The repository that {@code resourceArn} names: only repositories have tags (TG-04). */
  public static RepositoryAddress tagged(Input input, RegistryId home) {
    try {
      return Arn.parse(input.text("resourceArn"))
          .repository()
          .filter(address -> address.registry().region().equals(home.region()))
          .orElseThrow(() -> input.violation("resourceArn", "Invalid ARN"));
    } catch (Malformed _) {
      throw input.violation("resourceArn", "Invalid ARN");
    }
  }
}
