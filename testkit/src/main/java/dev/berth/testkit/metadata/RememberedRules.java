package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.metadata.Remembered;
import dev.berth.metadata.Topic;
import dev.berth.model.AccessKey;
import dev.berth.model.AccountId;
import dev.berth.model.SealedSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is remembered is what a read would give. */
interface RememberedRules extends MetadataRules {
  int CHANGES = 300;
  int READERS = 4;

  private Remembered<String, AccessKey> keys() {
    return database()
        .remember(
            Topic.CREDENTIALS,
            Remembered.Bound.values(100),
            (transaction, id) -> transaction.accessKeys().find(id));
  }

  @Test
  default void every_change_is_seen_by_the_next_question() {
    Remembered<String, AccessKey> keys = keys();
    assertThat(keys.of("AKIAKEPT")).isEmpty();

    given().change(t -> t.accessKeys().put(key("AKIAKEPT", 1)));
    assertThat(keys.of("AKIAKEPT")).contains(key("AKIAKEPT", 1));
    assertThat(keys.of("AKIAKEPT")).contains(key("AKIAKEPT", 1));

    given().change(t -> t.accessKeys().put(key("AKIAKEPT", 2)));
    assertThat(keys.of("AKIAKEPT")).contains(key("AKIAKEPT", 2));

    given().change(t -> t.accessKeys().delete("AKIAKEPT"));
    assertThat(keys.of("AKIAKEPT")).isEmpty();
  }

  @Test
  default void a_change_that_was_taken_back_leaves_what_was() {
    Remembered<String, AccessKey> keys = keys();
    given().change(t -> t.accessKeys().put(key("AKIABACK", 1)));
    assertThat(keys.of("AKIABACK")).contains(key("AKIABACK", 1));

    assertThatThrownBy(
            () ->
                given()
                    .change(
                        t -> {
                          t.accessKeys().put(key("AKIABACK", 2));
                          throw new UnsupportedOperationException("taken back");
                        }))
        .isInstanceOf(UnsupportedOperationException.class);

    assertThat(keys.of("AKIABACK")).contains(key("AKIABACK", 1));
  }

  @Test
  default void what_the_read_throws_goes_to_the_caller_each_time() {
    Remembered<String, AccessKey> refused =
        database()
            .remember(
                Topic.CREDENTIALS,
                Remembered.Bound.values(100),
                (_, id) -> {
                  throw new UnsupportedOperationException(id);
                });
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> refused.of("AKIANONE"))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("AKIANONE");
    }
  }

  @Test
  default void whoever_asks_while_others_change_it_sees_no_less_than_was_acknowledged()
      throws Exception {
    Remembered<String, AccessKey> keys = keys();
    given().change(t -> t.accessKeys().put(key("AKIARACE", 0)));
    AtomicLong acknowledged = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    List<FutureTask<Long>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      FutureTask<Long> reader = new FutureTask<>(() -> watch(keys, acknowledged, over));
      readers.add(reader);
      Thread.ofVirtual().start(reader);
    }
    for (long generation = 1; generation <= CHANGES; generation++) {
      AccessKey next = key("AKIARACE", generation);
      given().change(t -> t.accessKeys().put(next));
      acknowledged.set(generation);
    }
    over.set(true);

    for (FutureTask<Long> reader : readers) {
      assertThat(finished(reader)).isEqualTo(CHANGES);
    }
  }

  private static long finished(FutureTask<Long> reader) throws InterruptedException {
    try {
      return reader.get();
    } catch (ExecutionException failed) {
      throw new AssertionError(failed.getCause());
    }
  }

  /** Asks until the changes are over, and then once more. Nothing is ever older than the last. */
  private static long watch(
      Remembered<String, AccessKey> keys, AtomicLong acknowledged, AtomicBoolean over) {
    long seen = 0;
    boolean more = true;
    while (more) {
      more = !over.get();
      long least = Math.max(seen, acknowledged.get());
      seen = keys.of("AKIARACE").orElseThrow().generation();
      assertThat(seen).isGreaterThanOrEqualTo(least);
    }
    return seen;
  }

  private static AccessKey key(String id, long generation) {
    AccountId account = new AccountId("000000000078");
    return AccessKey.ofRoot(
        id, account, new SealedSecret(new byte[] {1}), generation, GivenRows.NOW);
  }
}
