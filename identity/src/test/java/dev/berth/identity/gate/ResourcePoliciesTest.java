package dev.berth.identity.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.identity.Attachable;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Encryption;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TagMutability;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of resources' policies, and what is not (docs/decisions/0005). */
final class ResourcePoliciesTest {
  private static final Region REGION = new Region("us-east-1");
  private static final RegistryId REGISTRY = new RegistryId(new AccountId("111111111111"), REGION);
  private static final int MADE_UP = 2000;
  private static final String DENY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"ecr:*","Resource":"*"}]}""";

  @TempDir private Path folder;
  private Database database;
  private ResourcePolicies policies;

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("metadata.db"));
    policies =
        new ResourcePolicies(
            database, new Attachable(new AwsManagedPolicies()), new CompiledPolicies());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void of_names_that_clients_make_up_nothing_is_remembered() {
    Repository repository = create("app");
    assertThat(of("app")).isEmpty();
    assertThat(policies.kept()).isEqualTo(1);

    for (int i = 0; i < MADE_UP; i++) {
      assertThat(of("app-" + i)).isEmpty();
      AccountId account = new AccountId("%012d".formatted(i));
      assertThat(of(new Resource.AllRepositories(new RegistryId(account, REGION)))).isEmpty();
      assertThat(of(new Resource.Any(account))).isEmpty();
    }

    assertThat(policies.kept()).isEqualTo(1);
    database.write(
        tx -> {
          tx.repositoryPolicies().put(repository.id(), DENY);
          return repository;
        });
    assertThat(of("app")).hasSize(1);
    assertThat(policies.kept()).isEqualTo(1);
  }

  @Test
  void a_repository_that_is_not_there_yet_has_the_policy_of_its_registry() {
    database.write(
        tx -> {
          tx.registryPolicies().put(REGISTRY, DENY);
          return REGISTRY;
        });

    assertThat(of("new"))
        .extracting(NamedDocument::name)
        .singleElement()
        .asString()
        .contains("111111111111 in us-east-1");
    assertThat(of(new Resource.AllRepositories(REGISTRY))).hasSize(1);
    assertThat(of(new Resource.Any(REGISTRY.account()))).hasSize(1);
    assertThat(policies.kept()).as("the registry alone").isEqualTo(1);
    create("new");
    assertThat(of("new")).hasSize(1);
    assertThat(policies.kept()).isEqualTo(2);
  }

  @Test
  void the_policy_of_a_registry_is_asked_about_actions_of_ecr_alone() {
    database.write(
        tx -> {
          tx.registryPolicies().put(REGISTRY, DENY);
          return REGISTRY;
        });
    Resource account = new Resource.Any(REGISTRY.account());

    assertThat(policies.of(Demand.hard(new Action("berth", "LookupEvents"), account), REGION))
        .isEmpty();
    assertThat(policies.of(Demand.hard(new Action("iam", "ListUsers"), account), REGION)).isEmpty();
    assertThat(
            policies.of(
                Demand.hard(Action.ecr("GetAuthorizationToken"), account),
                new Region("eu-central-1")))
        .isEmpty();
  }

  private List<NamedDocument> of(String repository) {
    return of(new Resource.OfRepository(address(repository)));
  }

  private List<NamedDocument> of(Resource resource) {
    return policies.of(Demand.hard(Action.ecr("PutImage"), resource), REGION);
  }

  private static RepositoryAddress address(String name) {
    return new RepositoryAddress(REGISTRY, new RepositoryName(name));
  }

  private Repository create(String name) {
    return database.write(
        tx ->
            tx.repositories()
                .insert(
                    address(name),
                    Instant.parse("2026-11-21T12:00:00Z"),
                    TagMutability.MUTABLE,
                    false,
                    Encryption.AES256)
                .orElseThrow());
  }
}
