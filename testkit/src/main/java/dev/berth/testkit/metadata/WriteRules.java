package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Encryption;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TagMutability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a write promises to its caller, and to its neighbours. */
interface WriteRules extends MetadataRules {

  /** What a write refuses with in these tests. */
  final class Refused extends RuntimeException {
    Refused(String why) {
      super(why);
    }
  }

  @Test
  default void a_refusal_reaches_its_caller_and_leaves_nothing() {
    Repository repository = given().repository();
    assertThatThrownBy(
            () ->
                given()
                    .change(
                        t -> {
                          GivenRows.image(t, repository);
                          throw new Refused("no");
                        }))
        .isInstanceOf(Refused.class)
        .hasMessage("no");
    long images = database().read(t -> t.images().count(repository.id()));
    assertThat(images).isZero();
  }

  @Test
  default void a_refusal_shows_who_asked_for_the_write() {
    assertThatThrownBy(() -> asker())
        .satisfies(
            refusal ->
                assertThat(refusal.getStackTrace())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("asker"));
  }

  private void asker() {
    given()
        .change(
            _ -> {
              throw new Refused("no");
            });
  }

  @Test
  default void refusals_among_many_writes_do_not_touch_their_neighbours()
      throws InterruptedException {
    RegistryId registry = GivenRows.registry();
    List<Callable<Boolean>> writes = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      int number = i;
      writes.add(
          () -> {
            given()
                .change(
                    t -> {
                      t.repositories()
                          .insert(
                              new RepositoryAddress(registry, new RepositoryName("r" + number)),
                              NOW,
                              TagMutability.MUTABLE,
                              false,
                              Encryption.AES256);
                      if (number % 3 == 0) {
                        throw new Refused("r" + number);
                      }
                    });
            return true;
          });
    }
    List<Future<Boolean>> answers;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = callers.invokeAll(writes);
    }
    for (int i = 0; i < answers.size(); i++) {
      Future<Boolean> answer = answers.get(i);
      if (i % 3 == 0) {
        assertThatThrownBy(answer::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(Refused.class)
            .hasMessageContaining("r" + i);
      } else {
        assertThat(answer).succeedsWithin(Duration.ZERO);
      }
    }
    long stored = database().read(t -> t.repositories().count(registry));
    assertThat(stored).isEqualTo(80);
  }

  @Test
  default void a_broken_constraint_among_many_writes_fails_alone() throws InterruptedException {
    Repository repository = given().repository();
    List<Callable<Boolean>> writes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int number = i;
      writes.add(
          () -> {
            given()
                .change(
                    t -> {
                      long image =
                          number % 5 == 0 ? Long.MAX_VALUE : GivenRows.image(t, repository).id();
                      t.tags().put(repository.id(), new Tag("t" + number), image, NOW);
                    });
            return true;
          });
    }
    List<Future<Boolean>> answers;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = callers.invokeAll(writes);
    }
    assertThat(answers.stream().filter(a -> a.state() == Future.State.SUCCESS)).hasSize(48);
    long images = database().read(t -> t.images().count(repository.id()));
    assertThat(images).isEqualTo(48);
  }

  @Test
  default void many_that_lock_one_row_all_get_their_turn() throws InterruptedException {
    Repository repository = given().repository();
    List<Callable<Long>> writes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      writes.add(
          () ->
              database()
                  .write(
                      t -> {
                        t.repositories().lock(repository.address());
                        long count = t.images().count(repository.id());
                        GivenRows.image(t, repository);
                        return count;
                      }));
    }
    List<Future<Long>> answers;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = callers.invokeAll(writes);
    }
    assertThat(answers)
        .as("each sees what all before it did")
        .extracting(Future::resultNow)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 40).boxed().toList());
  }

  @Test
  default void a_read_sees_one_moment_and_the_next_read_every_finished_write() {
    Repository repository = given().repository();
    List<Long> counts =
        database()
            .read(
                t -> {
                  long before = t.images().count(repository.id());
                  given().image(repository);
                  return List.of(before, t.images().count(repository.id()));
                });
    assertThat(counts).containsExactly(0L, 0L);
    long after = database().read(t -> t.images().count(repository.id()));
    assertThat(after).isEqualTo(1);
  }

  @Test
  default void a_read_cannot_write() {
    Repository repository = given().repository();
    assertThatThrownBy(
            () ->
                database()
                    .read(
                        t -> {
                          t.repositories().delete(repository.id());
                          return "deleted";
                        }))
        .isInstanceOf(RuntimeException.class);
    long count = database().read(t -> t.repositories().count(repository.registry()));
    assertThat(count).isEqualTo(1);
  }

  @Test
  default void a_ping_answers_while_the_database_is_open() {
    database().ping();
    byte[] written = database().read(t -> t.settings().find("ping")).orElseThrow();
    assertThat(written).isEmpty();
  }
}
