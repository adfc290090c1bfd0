package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.Crane;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Skopeo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * CHECKLIST V2-31, V2-32: pushes of clients to names that no repository has; docker is in {@link
 * DockerTest}.
 */
@NeedsClient({"crane", "skopeo"})
final class CreateOnPushClientsTest extends ClientsOfBerth {

  @BeforeEach
  void make_a_template() {
    aws.ecr(
            "create-repository-creation-template",
            "--prefix",
            "new",
            "--applied-for",
            "CREATE_ON_PUSH",
            "--image-tag-mutability",
            "IMMUTABLE")
        .expectSuccess();
  }

  private String image(String repository) {
    return host() + "/" + repository + ":1";
  }

  private void assertMade(String repository) {
    assertThat(describedDigest(repository, "1")).startsWith("sha256:");
    assertThat(
            aws.ecrValue(
                "repositories[].[repositoryName,imageTagMutability]", "describe-repositories"))
        .isEqualTo(repository + "\tIMMUTABLE");
  }

  @Test
  void crane_pushes_to_a_new_name() {
    Crane crane = new Crane(folder.resolve("crane"));
    crane.login(host(), USER, aws.loginPassword()).expectSuccess();

    crane.push(imageOf("one"), image("new/crane")).expectSuccess();

    assertMade("new/crane");
    assertThat(crane.push(imageOf("one"), image("old/crane")).expectFailure().stderr())
        .contains("NAME_UNKNOWN");
  }

  @Test
  void skopeo_copies_to_a_new_name() {
    Skopeo skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(host(), USER, aws.loginPassword()).expectSuccess();

    skopeo.copy(imageOf("one").source(), "docker://" + image("new/skopeo")).expectSuccess();

    assertMade("new/skopeo");
  }
}
