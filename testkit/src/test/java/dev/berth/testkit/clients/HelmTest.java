package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.Helm;
import dev.berth.testkit.client.NeedsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** CHECKLIST IM-13, V2-02 with helm: an artifact that is no image. */
@NeedsClient("helm")
final class HelmTest extends ClientsOfBerth {
  @Test
  void a_pushed_chart_is_pulled_by_another_user() {
    berth.createRepository("charts/sample");
    Helm helm = new Helm(folder.resolve("user"));
    Helm other = new Helm(folder.resolve("other"));
    helm.login(host(), USER, aws.loginPassword()).expectSuccess();
    other.login(host(), USER, aws.loginPassword()).expectSuccess();
    Path chart = helm.samplePackage("sample");

    helm.push(chart, host() + "/charts").expectSuccess();
    other.pull(host() + "/charts/sample", "0.1.0").expectSuccess();

    assertThat(folder.resolve("other").resolve(chart.getFileName())).hasSameBinaryContentAs(chart);
    assertThat(
            aws.ecrValue(
                "imageDetails[0].artifactMediaType",
                "describe-images",
                "--repository-name",
                "charts/sample"))
        .isEqualTo("application/vnd.cncf.helm.config.v1+json");
  }

  @Test
  void manifests_are_rendered_from_a_chart_in_the_registry() {
    Helm helm = pushed("sample");
    String chart = "oci://" + host() + "/charts/sample";

    assertThat(helm.run("template", "mine", chart, "--version", "0.1.0", "--plain-http").text())
        .contains("kind: Deployment", "helm.sh/chart: sample-0.1.0");
    assertThat(helm.run("show", "chart", chart, "--plain-http").text()).contains("name: sample");
  }

  @Test
  void a_chart_is_pulled_by_its_digest() throws IOException {
    Helm helm = pushed("sample");
    String digest = describedDigest("charts/sample", "0.1.0");
    Path back = Files.createDirectory(folder.resolve("user/back"));

    helm.run("pull", "oci://" + host() + "/charts/sample@" + digest, "--plain-http", "-d", "back")
        .expectSuccess();

    try (Stream<Path> files = Files.list(back)) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(
              pulled ->
                  assertThat(pulled)
                      .hasSameBinaryContentAs(folder.resolve("user/sample-0.1.0.tgz")));
    }
  }

  private Helm pushed(String name) {
    berth.createRepository("charts/" + name);
    Helm helm = new Helm(folder.resolve("user"));
    helm.login(host(), USER, berth.password()).expectSuccess();
    helm.push(helm.samplePackage(name), host() + "/charts").expectSuccess();
    return helm;
  }
}
