package dev.berth.testkit.loss;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * A running server as clients see it.
 *
 * @param v2 logged in as root
 * @param ecr with the root key; closed by whoever made it
 */
record Registry(RegistryClient v2, EcrClient ecr) implements AutoCloseable {
  private static final int MISSING = 404;

  static Registry of(BerthProcess berth) {
    EcrClient ecr = berth.access().ecr();
    String token = ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
    return new Registry(RegistryClient.anonymous(berth.endpoint()).with("Basic " + token), ecr);
  }

  /** The value of a fact now; what is neither there nor absent is told as it was answered. */
  String look(Fact fact) {
    return switch (fact.kind()) {
      case BLOB -> served("/v2/" + fact.repository() + "/blobs/" + fact.name());
      case MANIFEST, TAG -> served("/v2/" + fact.repository() + "/manifests/" + fact.name());
      case REPOSITORY -> repository(fact.name());
    };
  }

  private String served(String address) {
    Answer answer = v2.send("GET", address, "Accept", Manifests.OCI_IMAGE);
    if (answer.status() == MISSING) {
      return Fact.ABSENT;
    }
    return answer.status() == 200 ? Manifests.digest(answer.body()) : answer.toString();
  }

  private String repository(String name) {
    try {
      ecr.describeRepositories(request -> request.repositoryNames(name));
      return Fact.PRESENT;
    } catch (RepositoryNotFoundException _) {
      return Fact.ABSENT;
    }
  }

  @Override
  public void close() {
    ecr.close();
  }
}
