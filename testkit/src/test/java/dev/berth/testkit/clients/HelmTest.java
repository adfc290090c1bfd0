package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.Helm;
import dev.berth.testkit.client.NeedsClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** CHECKLIST V2-02 with helm: an artifact that is no image. */
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
}
