package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The policies of repositories and registries. */
interface ResourcePolicyRules extends MetadataRules {

  @Test
  default void a_repository_has_the_policy_that_was_set_last() {
    Repository repository = given().repository();
    assertThat(policyOf(repository.address())).isEmpty();

    given().change(t -> t.repositoryPolicies().put(repository.id(), "{\"Statement\":1}"));
    given().change(t -> t.repositoryPolicies().put(repository.id(), "{\"Statement\":2}"));
    assertThat(policyOf(repository.address())).contains("{\"Statement\":2}");

    given().change(t -> t.repositoryPolicies().delete(repository.id()));
    given().change(t -> t.repositoryPolicies().delete(repository.id()));
    assertThat(policyOf(repository.address())).isEmpty();
  }

  @Test
  default void one_name_in_two_registries_has_two_policies() {
    Repository here = given().repository();
    Repository there = given().repository();
    given().change(t -> t.repositoryPolicies().put(here.id(), "{}"));

    assertThat(policyOf(here.address())).contains("{}");
    assertThat(policyOf(there.address())).isEmpty();
  }

  @Test
  default void a_repository_takes_its_policy_with_it() {
    Repository repository = given().repository();
    given().change(t -> t.repositoryPolicies().put(repository.id(), "{}"));

    given().change(t -> t.repositories().delete(repository.id()));

    assertThat(policyOf(repository.address())).isEmpty();
    Repository again = given().repository(repository.registry(), repository.name().value());
    assertThat(policyOf(again.address())).isEmpty();
  }

  @Test
  default void a_registry_has_the_policy_that_was_set_last() {
    RegistryId here = GivenRows.registry();
    RegistryId there = GivenRows.registry();
    given().change(t -> t.registryPolicies().put(here, "{\"Statement\":1}"));
    given().change(t -> t.registryPolicies().put(here, "{\"Statement\":2}"));

    assertThat(policyOf(here)).contains("{\"Statement\":2}");
    assertThat(policyOf(there)).isEmpty();

    given().change(t -> t.registryPolicies().delete(here));
    given().change(t -> t.registryPolicies().delete(here));
    assertThat(policyOf(here)).isEmpty();
  }

  private Optional<String> policyOf(RepositoryAddress address) {
    return database().read(t -> t.repositoryPolicies().find(address));
  }

  private Optional<String> policyOf(RegistryId registry) {
    return database().read(t -> t.registryPolicies().find(registry));
  }
}
