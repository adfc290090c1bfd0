package dev.berth.model;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of registry that can be pulled through (ECR dossier 17.1, CHECKLIST PT-01). */
public enum UpstreamRegistry {
  ECR("ecr", "[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]{1,32}\\.amazonaws\\.com(?:\\.cn)?", Login.BY_ROLE),
  ECR_PUBLIC("ecr-public", "public\\.ecr\\.aws", Login.NOT_NEEDED),
  QUAY("quay", "quay\\.io", Login.NOT_NEEDED),
  K8S("k8s", "registry\\.k8s\\.io", Login.NOT_NEEDED),
  DOCKER_HUB("docker-hub", "registry-1\\.docker\\.io", Login.BY_SECRET),
  GITHUB("github-container-registry", "ghcr\\.io", Login.BY_SECRET),
  AZURE("azure-container-registry", "[a-zA-Z0-9-]{1,63}\\.azurecr\\.io", Login.BY_SECRET),
  GITLAB("gitlab-container-registry", "registry\\.gitlab\\.com", Login.BY_SECRET),
  CHAINGUARD("chainguard", "cgr\\.dev", Login.BY_SECRET);

  private final String wireName;
  private final Pattern host;
  private final Login login;

  /** How one is logged in to. */
  public enum Login {
    /** Anybody may pull. */
    NOT_NEEDED,
    /** With a secret of the account. */
    BY_SECRET,
    /** By a role, where it belongs to another account. */
    BY_ROLE
  }

  UpstreamRegistry(String wireName, String host, Login login) {
    this.wireName = wireName;
    this.host = Pattern.compile(host);
    this.login = login;
  }

  /** The kind that is reached at an address, which is a host name and nothing else. */
  public static Optional<UpstreamRegistry> at(String url) {
    return Stream.of(values()).filter(kind -> kind.host.matcher(url).matches()).findFirst();
  }

  /** The kind of that name. */
  public static Optional<UpstreamRegistry> named(String wireName) {
    return Stream.of(values()).filter(kind -> kind.wireName.equals(wireName)).findFirst();
  }

  /** As the API spells it. */
  public String wireName() {
    return wireName;
  }

  /** How it is logged in to. */
  public Login login() {
    return login;
  }
}
