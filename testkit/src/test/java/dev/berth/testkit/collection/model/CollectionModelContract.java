package dev.berth.testkit.collection.model;

import static dev.berth.testkit.collection.model.Content.image;
import static dev.berth.testkit.collection.model.Content.index;

import dev.berth.testkit.collection.model.Content.Pushable;
import dev.berth.testkit.collection.model.Oversight.Rule;
import dev.berth.testkit.collection.model.Snapshot.Names;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Two or three at once, in every order of their transactions: at none of them is anything missing
 * that was promised or is named, and of each nothing is left over after the grace. Two have up to
 * 40 orders, three up to some thousands: of these the usual run tries the first, and others that
 * are drawn; {@code -Dberth.model.orders=1000000} tries all.
 */
abstract class CollectionModelContract extends Plays {
  private static final Duration OVER_THE_GRACE = Duration.ofHours(25);
  private static final Duration WINDOW = Duration.ofDays(2);
  private static final String APP = "app";
  private static final String BASE = "base";
  private static final Pushable ONE = image("one", "config", "shared");
  private static final Pushable TWO = image("two", "config", "shared");
  private static final Pushable THREE = image("three", "config", "other");
  private static final Pushable BOTH = index("both", ONE, TWO);
  private static final Names NAMES =
      new Names(
          List.of(APP, BASE), List.of("config", "shared", "other"), List.of(ONE, TWO, THREE, BOTH));

  CollectionModelContract() {
    super(NAMES);
  }

  /** A layer of which the lease is over, as collection finds it. */
  private static void abandoned(Client client, String repository, String... layers)
      throws IOException {
    for (String layer : layers) {
      client.upload(repository, layer);
    }
  }

  private static void collect(World world) throws IOException {
    world.collection.run(world.clock.instant());
    world.condemned.run(world.clock.instant());
  }

  @Test
  void a_push_that_finds_its_layers_meets_collection(TestReporter reporter) throws Exception {
    inEveryOrder(
        reporter,
        Map.of(),
        client -> {
          abandoned(client, APP, "config", "shared");
          client.pass(OVER_THE_GRACE);
        },
        (client, world, programs) -> {
          programs.put("push", () -> client.push(APP, ONE, "v1"));
          programs.put("collection", () -> collect(world));
        });
  }

  @Test
  void a_mount_meets_the_collection_of_its_source(TestReporter reporter) throws Exception {
    inEveryOrder(
        reporter,
        Map.of(),
        client -> {
          abandoned(client, BASE, "shared");
          client.pass(OVER_THE_GRACE);
          client.upload(APP, "config");
        },
        (client, world, programs) -> {
          programs.put(
              "push",
              () -> {
                client.mount(BASE, APP, "shared");
                client.put(APP, ONE, "v1");
              });
          programs.put("collection", () -> collect(world));
        });
  }

  @Test
  void the_last_image_of_a_layer_goes_while_another_is_pushed(TestReporter reporter)
      throws Exception {
    inEveryOrder(
        reporter,
        Map.of(),
        client -> {
          client.push(APP, ONE);
          client.pass(OVER_THE_GRACE);
        },
        (client, world, programs) -> {
          programs.put("delete", () -> client.delete(APP, ONE));
          programs.put("push", () -> client.push(APP, TWO));
          programs.put("collection", () -> world.collection.run(world.clock.instant()));
        });
  }

  @Test
  void an_upload_meets_two_collections_of_the_same_digest(TestReporter reporter) throws Exception {
    inEveryOrder(
        reporter,
        Map.of(),
        client -> {
          abandoned(client, BASE, "shared");
          client.pass(OVER_THE_GRACE);
        },
        (client, world, programs) -> {
          programs.put("upload", () -> client.upload(APP, "shared"));
          programs.put("one", () -> world.collection.run(world.clock.instant()));
          programs.put("other", () -> world.collection.run(world.clock.instant()));
        });
  }

  @Test
  void an_index_is_pushed_while_its_children_are_deleted_and_expire(TestReporter reporter)
      throws Exception {
    inEveryOrder(
        reporter,
        Map.of(APP, new Rule.UntaggedForADay()),
        client -> {
          client.push(APP, ONE);
          client.push(APP, TWO);
          client.pass(OVER_THE_GRACE);
        },
        (client, world, programs) -> {
          programs.put("push", () -> client.put(APP, BOTH));
          programs.put("delete", () -> client.delete(APP, TWO));
          programs.put("lifecycle", () -> expire(world));
        });
  }

  private static void expire(World world) {
    world.lifecycle.runs().run(World.address(APP), world.clock.instant(), Long.MAX_VALUE);
  }

  @Test
  void a_policy_that_counts_meets_pushes_and_deletes(TestReporter reporter) throws Exception {
    inEveryOrder(
        reporter,
        Map.of(APP, new Rule.Newest(1)),
        client -> {
          client.push(APP, ONE);
          client.pass(Duration.ofHours(1));
          client.push(APP, TWO);
        },
        (client, world, programs) -> {
          programs.put("lifecycle", () -> expire(world));
          programs.put("delete", () -> client.delete(APP, TWO));
          programs.put("push", () -> client.push(APP, THREE));
        });
  }

  @Test
  void a_tag_moves_while_what_it_leaves_expires(TestReporter reporter) throws Exception {
    inEveryOrder(
        reporter,
        Map.of(APP, new Rule.UntaggedForADay()),
        client -> {
          client.push(APP, ONE, "latest");
          client.pass(OVER_THE_GRACE);
          client.push(APP, THREE);
        },
        (client, world, programs) -> {
          programs.put("move", () -> client.put(APP, THREE, "latest"));
          programs.put("keep", () -> client.put(APP, ONE, "keep"));
          programs.put("lifecycle", () -> expire(world));
        });
  }

  @Test
  void what_expires_is_pulled_and_its_layers_collected(TestReporter reporter) throws Exception {
    inEveryOrder(
        reporter,
        Map.of(APP, new Rule.UntaggedForADay()),
        client -> {
          client.push(APP, ONE);
          client.push(APP, TWO, "v2");
          client.pass(OVER_THE_GRACE);
        },
        (client, world, programs) -> {
          programs.put("lifecycle", () -> expire(world));
          programs.put(
              "pull",
              () -> {
                client.pull(APP, ONE);
                client.pull(APP, TWO);
              });
          programs.put("collection", () -> world.collection.run(world.clock.instant()));
        });
  }

  @Test
  void a_repository_is_deleted_while_another_mounts_from_it(TestReporter reporter)
      throws Exception {
    inEveryOrder(
        reporter,
        Map.of(),
        client -> {
          client.push(BASE, ONE, "v1");
          client.pass(OVER_THE_GRACE);
        },
        (client, world, programs) -> {
          programs.put("delete", () -> client.deleteRepository(BASE));
          programs.put(
              "push",
              () -> {
                client.mount(BASE, APP, "config");
                client.mount(BASE, APP, "shared");
                client.put(APP, TWO);
              });
          programs.put("collection", () -> world.collection.run(world.clock.instant()));
        });
  }

  @Test
  void a_day_goes_by_amid_a_push(TestReporter reporter) throws Exception {
    inEveryOrder(
        reporter,
        Map.of(),
        client -> abandoned(client, APP, "config", "shared"),
        (client, world, programs) -> {
          programs.put("push", () -> client.push(APP, ONE));
          programs.put(
              "time",
              () -> {
                client.pass(Duration.ofHours(23));
                Turns.step();
                client.pass(Duration.ofHours(2));
              });
          programs.put("collection", () -> collect(world));
        });
  }

  @Test
  void a_layer_is_deleted_while_an_image_begins_to_name_it(TestReporter reporter) throws Exception {
    inEveryOrder(
        reporter,
        Map.of(),
        client -> abandoned(client, APP, "config", "shared"),
        (client, world, programs) -> {
          programs.put("delete", () -> client.deleteLayer(APP, "shared"));
          programs.put("push", () -> client.push(APP, ONE));
          programs.put("collection", () -> collect(world));
        });
  }

  @Test
  void an_image_comes_back_while_its_layers_are_collected(TestReporter reporter) throws Exception {
    inEveryOrder(
        reporter,
        WINDOW,
        Map.of(),
        client -> {
          client.push(APP, ONE, "v1");
          client.delete(APP, ONE);
          client.pass(OVER_THE_GRACE);
        },
        (client, world, programs) -> {
          programs.put("restore", () -> client.restore(APP, ONE));
          programs.put("collection", () -> collect(world));
        });
  }

  @Test
  void an_image_comes_back_at_the_end_of_its_window_while_it_is_pushed_again(TestReporter reporter)
      throws Exception {
    inEveryOrder(
        reporter,
        WINDOW,
        Map.of(),
        client -> {
          client.push(APP, ONE, "v1");
          client.delete(APP, ONE);
          client.pass(WINDOW);
        },
        (client, world, programs) -> {
          programs.put("restore", () -> client.restore(APP, ONE));
          programs.put(
              "end",
              () -> {
                world.trashExpiry.run(world.clock.instant());
                world.collection.run(world.clock.instant());
              });
          programs.put("push", () -> client.push(APP, ONE));
        });
  }
}
