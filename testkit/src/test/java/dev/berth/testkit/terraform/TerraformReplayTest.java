package dev.berth.testkit.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.testkit.RunningBerth;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * Apply, plan, change, plan, destroy, for each resource of {@code aws_ecr_*}: a plan that is not
 * empty is a difference between what was asked for and what is read. The order of the calls and
 * what is kept of their answers follow hashicorp/terraform-provider-aws, folder
 * internal/service/ecr, at the commits that {@link RepositoryResources}, {@link RegistryResources}
 * and {@link RuleResources} name.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TerraformReplayTest {
  private RunningBerth berth;
  private EcrClient ecr;

  @BeforeAll
  void start(@TempDir Path folder) {
    berth = RunningBerth.on(folder);
    ecr = berth.ecr();
  }

  @AfterAll
  void stop() {
    ecr.close();
    berth.close();
  }

  @TestFactory
  Stream<DynamicTest> no_refresh_finds_a_difference() {
    return Stream.of(
            RepositoryResources.all(ecr), RegistryResources.all(ecr), RuleResources.all(ecr))
        .flatMap(resources -> resources)
        .map(resource -> dynamicTest(resource.type(), () -> replay(resource)));
  }

  private static void replay(ReplayedResource resource) {
    resource.create(resource.first());
    isRefreshedTo(resource, resource.first());

    resource.update(resource.first(), resource.changed());
    isRefreshedTo(resource, resource.changed());

    resource.delete();
    if (resource.endsWithDelete()) {
      assertThat(resource.read()).isEmpty();
    }
    resource.delete();
  }

  private static void isRefreshedTo(ReplayedResource resource, Map<String, Object> wanted) {
    Map<String, Object> found = resource.read().orElseThrow();

    assertThat(found).containsAllEntriesOf(wanted);
    assertThat(resource.read()).hasValue(found);
  }
}
