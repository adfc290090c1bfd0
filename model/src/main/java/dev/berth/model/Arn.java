package dev.berth.model;

import java.util.Optional;

/**
 * An Amazon Resource Name, {@code arn:partition:service:region:account:resource}, with Region and
 * account empty where the service has none.
 *
 * @param partition such as {@code aws}
 * @param service such as {@code ecr} or {@code iam}
 * @param region empty for global services
 * @param account empty where the resource has no owner
 * @param resource the rest, colons and slashes included
 */
public record Arn(
    String partition, String service, String region, String account, String resource) {
  private static final int PARTS = 6;
  private static final String REPOSITORY_PREFIX = "repository/";

  /** The partition that Berth's own ARNs carry. */
  public static final String PARTITION = "aws";

  public Arn {
    if (partition.isEmpty() || service.isEmpty() || resource.isEmpty()) {
      throw new Malformed(
          "ARN",
          String.join(":", "arn", partition, service, region, account, resource),
          "partition, service and resource are not empty");
    }
  }

  /**
   * Parses an ARN of six colon-separated parts; the last keeps its own colons. Anything else is
   * {@link Malformed}.
   */
  public static Arn parse(String text) {
    String[] parts = text.split(":", PARTS);
    if (parts.length != PARTS || !parts[0].equals("arn")) {
      throw new Malformed(
          "ARN", text, "it has the form arn:partition:service:region:account:resource");
    }
    return new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
  }

  /** {@code arn:aws:ecr:REGION:ACCOUNT:repository/NAME}. */
  public static Arn ofRepository(RegistryId registry, RepositoryName name) {
    return new Arn(
        PARTITION,
        "ecr",
        registry.region().value(),
        registry.account().value(),
        REPOSITORY_PREFIX + name);
  }

  /** {@code arn:aws:iam::ACCOUNT:root}. */
  public static Arn ofRoot(AccountId account) {
    return ofIam(account, "root");
  }

  /** {@code arn:aws:iam::ACCOUNT:RESOURCE}. */
  public static Arn ofIam(AccountId account, String resource) {
    return new Arn(PARTITION, "iam", "", account.value(), resource);
  }

  /**
   * The registry and name that a repository's ARN of the ECR service names; empty for any other
   * ARN.
   */
  public Optional<RepositoryAddress> repository() {
    if (!service.equals("ecr") || !resource.startsWith(REPOSITORY_PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RepositoryAddress(
              new RegistryId(new AccountId(account), new Region(region)),
              new RepositoryName(resource.substring(REPOSITORY_PREFIX.length()))));
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return String.join(":", "arn", partition, service, region, account, resource);
  }
}
