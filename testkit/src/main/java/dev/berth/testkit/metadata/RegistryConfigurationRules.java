package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.RegistryConfigurationTable.Kind;
import dev.berth.model.Arn;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How registries scan, sign and replicate, whose pulls they leave out, and what was scanned. */
interface RegistryConfigurationRules extends MetadataRules {
  Arn ROLE = Arn.parse("arn:aws:iam::123456789012:role/scanner");
  Arn USER = Arn.parse("arn:aws:iam::123456789012:user/team/Mirror");
  Duration DAY = Duration.ofDays(1);

  private Optional<String> configuration(RegistryId registry, Kind kind) {
    return database().read(t -> t.registryConfigurations().find(registry, kind));
  }

  private Set<String> excluded(RegistryId registry) {
    return database().read(t -> t.pullTimeExclusions().all(registry));
  }

  private boolean exclude(RegistryId registry, Arn principal) {
    return database().<Boolean>write(t -> t.pullTimeExclusions().add(registry, principal, NOW));
  }

  private long scans(Image image, Instant since) {
    return database().<Long>read(t -> t.imageScans().countOfImage(image.id(), since));
  }

  private long scans(RegistryId registry, Instant since) {
    return database().<Long>read(t -> t.imageScans().countOfRegistry(registry, since));
  }

  @Test
  default void a_registry_has_the_configuration_of_each_kind_that_was_set_last() {
    RegistryId here = GivenRows.registry();
    given().change(t -> t.registryConfigurations().put(here, Kind.SCANNING, "one"));
    given().change(t -> t.registryConfigurations().put(here, Kind.SCANNING, "two\n\tü"));
    given().change(t -> t.registryConfigurations().put(here, Kind.SIGNING, "three"));

    assertThat(configuration(here, Kind.SCANNING)).contains("two\n\tü");
    assertThat(configuration(here, Kind.SIGNING)).contains("three");
    assertThat(configuration(here, Kind.REPLICATION)).isEmpty();
    assertThat(configuration(GivenRows.registry(), Kind.SCANNING)).isEmpty();

    given().change(t -> t.registryConfigurations().delete(here, Kind.SCANNING));
    given().change(t -> t.registryConfigurations().delete(here, Kind.SCANNING));
    assertThat(configuration(here, Kind.SCANNING)).isEmpty();
    assertThat(configuration(here, Kind.SIGNING)).contains("three");
  }

  @Test
  default void an_exclusion_is_of_one_registry_and_there_once() {
    RegistryId here = GivenRows.registry();
    assertThat(exclude(here, ROLE)).isTrue();
    assertThat(exclude(here, ROLE)).isFalse();
    assertThat(exclude(here, USER)).isTrue();
    assertThat(excluded(here)).containsExactly(ROLE.toString(), USER.toString());
    assertThat(excluded(GivenRows.registry())).isEmpty();
    List<Arn> listed =
        MetadataRules.all(
            1,
            (Page.Request<Arn> request) ->
                database().read(t -> t.pullTimeExclusions().page(here, request)));
    assertThat(listed).containsExactly(ROLE, USER);

    assertThat(database().<Boolean>write(t -> t.pullTimeExclusions().remove(here, ROLE))).isTrue();
    assertThat(database().<Boolean>write(t -> t.pullTimeExclusions().remove(here, ROLE))).isFalse();
    assertThat(excluded(here)).containsExactly(USER.toString());
  }

  @Test
  default void scans_are_counted_by_image_and_registry_and_old_ones_forgotten() {
    Repository repository = given().repository();
    RegistryId registry = repository.registry();
    Image image = given().image(repository);
    Image other = given().image(repository);
    long before = scans(registry, NOW);
    given()
        .change(
            t -> {
              t.imageScans().add(registry, image.id(), NOW.plusSeconds(1), NOW.minus(DAY));
              t.imageScans().add(registry, image.id(), NOW.plusSeconds(2), NOW.minus(DAY));
              t.imageScans().add(registry, other.id(), NOW.plusSeconds(3), NOW.minus(DAY));
            });
    assertThat(scans(image, NOW)).isEqualTo(2);
    assertThat(scans(image, NOW.plusSeconds(1))).isEqualTo(1);
    assertThat(scans(registry, NOW)).isEqualTo(before + 3);
    assertThat(last(image)).contains(NOW.plusSeconds(2));

    given()
        .change(t -> t.imageScans().add(registry, image.id(), NOW.plus(DAY), NOW.plusSeconds(2)));
    assertThat(scans(image, Instant.EPOCH)).isEqualTo(1);
    given().change(t -> t.images().delete(image.id()));
    assertThat(last(image)).isEmpty();
    given().change(t -> t.repositories().delete(repository.id()));
    assertThat(last(other)).isEmpty();
  }

  private Optional<Instant> last(Image image) {
    return database().read(t -> t.imageScans().last(image.id()));
  }

  @Test
  default void whether_pushes_are_scanned_can_be_changed() {
    Repository repository = given().repository();
    given().change(t -> t.repositories().setScanOnPush(repository.id(), true));
    Optional<Repository> changed =
        database().read(t -> t.repositories().find(repository.address()));
    assertThat(changed.map(Repository::scanOnPush)).contains(true);
  }
}
