package dev.berth.wire.door;

import dev.berth.model.AccountId;
import dev.berth.model.Malformed;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Registries and the host names that name them (ECR dossier 1.1): {@code
 * ACCOUNT.dkr.ecr.REGION.DOMAIN} with its dual-stack and FIPS forms on ECR's own domains and on the
 * configured one. A plain host, such as {@code localhost}, names none.
 *
 * @param registryHost what stands before the repository name in a {@code repositoryUri}, with
 *     {@code {account}}, {@code {region}}, {@code {domain}} and {@code {port}} filled in
 * @param proxyEndpoint the address of a registry that GetAuthorizationToken gives, filled in alike
 * @param domain the base domain that hosts end with, such as {@code amazonaws.com}
 * @param port the port that is really bound
 */
public record RegistryHosts(String registryHost, String proxyEndpoint, String domain, int port) {
  private static final Pattern HOST =
      Pattern.compile(
          "([0-9]{12})\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]{1,40})\\.([a-z0-9.-]{1,200})");
  private static final List<String> ECR_DOMAINS =
      List.of(
          "amazonaws.com",
          "amazonaws.com.cn",
          "amazonaws.eu",
          "on.aws",
          "on.amazonwebservices.com.cn");

  /**
   * The registry that a {@code Host} field names; empty for a plain host. The port does not matter.
   */
  public Optional<RegistryId> registry(String host) {
    Matcher matcher = HOST.matcher(withoutPort(host));
    if (!matcher.matches() || !isServed(matcher.group(3))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RegistryId(new AccountId(matcher.group(1)), new Region(matcher.group(2))));
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  private boolean isServed(String suffix) {
    return suffix.equals(domain) || ECR_DOMAINS.contains(suffix);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return (colon > 0 && host.indexOf(']') < colon ? host.substring(0, colon) : host)
        .toLowerCase(Locale.ROOT);
  }

  /** The {@code repositoryUri} of a repository: what docker is told to push to. */
  public String repositoryUri(RepositoryAddress address) {
    return fill(registryHost, address.registry()) + "/" + address.name();
  }

  /** What stands before the name in the {@code repositoryUri} of a registry. */
  public String registryHost(RegistryId registry) {
    return fill(registryHost, registry);
  }

  /** The {@code proxyEndpoint} of a registry. */
  public String proxyEndpoint(RegistryId registry) {
    return fill(proxyEndpoint, registry);
  }

  private String fill(String template, RegistryId registry) {
    return template
        .replace("{account}", registry.account().value())
        .replace("{region}", registry.region().value())
        .replace("{domain}", domain)
        .replace("{port}", Integer.toString(port));
  }
}
