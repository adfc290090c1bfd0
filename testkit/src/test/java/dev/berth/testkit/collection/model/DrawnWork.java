package dev.berth.testkit.collection.model;

import static dev.berth.testkit.collection.model.Content.image;
import static dev.berth.testkit.collection.model.Content.index;

import dev.berth.testkit.collection.model.Content.Pushable;
import dev.berth.testkit.collection.model.Oversight.Rule;
import dev.berth.testkit.collection.model.Snapshot.Names;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many clients and every job at once, each doing what is drawn for it, while hours and days go by.
 *
 * @param seed of what each does
 * @param operations how many each does
 */
record DrawnWork(long seed, int operations, World world) implements Stage.Play {
  private static final int CLIENTS = 5;
  private static final int JOBS = 2;
  private static final List<String> REPOSITORIES = List.of("one", "two", "three");
  private static final List<String> LAYERS =
      IntStream.range(0, 8).mapToObj(i -> "layer " + i).toList();
  private static final List<Pushable> IMAGES =
      IntStream.range(0, 9)
          .mapToObj(
              i ->
                  image(
                      "image-" + i,
                      LAYERS.get(i % 4),
                      LAYERS.get(4 + i % 3),
                      LAYERS.get(7 - i % 2)))
          .toList();
  private static final List<Pushable> INDEXES =
      List.of(
          index("index-0", IMAGES.get(0), IMAGES.get(1)),
          index("index-1", IMAGES.get(1), IMAGES.get(2), IMAGES.get(3)));

  static final Names NAMES =
      new Names(REPOSITORIES, LAYERS, Stream.concat(IMAGES.stream(), INDEXES.stream()).toList());

  static final Map<String, Rule> RULES =
      Map.of("one", new Rule.Newest(3), "two", new Rule.UntaggedForADay());

  @Override
  public void prepare(Client client) throws IOException {
    for (String layer : LAYERS) {
      client.upload("three", layer);
    }
  }

  @Override
  public void cast(Client client, SequencedMap<String, Turns.Program> programs) {
    List<Random> draws = new ArrayList<>();
    for (int i = 0; i <= CLIENTS + JOBS; i++) {
      draws.add(new Random(seed * 31 + i));
    }
    for (int i = 0; i < CLIENTS; i++) {
      Random random = draws.get(i);
      programs.put("client-" + i, () -> repeat(() -> ask(client, random)));
    }
    for (int i = 0; i < JOBS; i++) {
      Random random = draws.get(CLIENTS + i);
      programs.put("jobs-" + i, () -> repeat(() -> work(random)));
    }
    Random hours = draws.getLast();
    programs.put(
        "time",
        () ->
            repeat(
                () -> {
                  Turns.step();
                  client.pass(Duration.ofMinutes(hours.nextInt(400)));
                }));
  }

  private void repeat(Turns.Program program) throws Exception {
    for (int i = 0; i < operations; i++) {
      program.run();
    }
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static void ask(Client client, Random random) throws IOException {
    String repository = any(REPOSITORIES, random);
    Pushable image = any(IMAGES, random);
    String layer = any(LAYERS, random);
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> client.push(repository, image, "v" + random.nextInt(3));
      case 3 -> client.push(repository, image);
      case 4 -> client.push(repository, any(INDEXES, random), "all");
      case 5 -> client.put(repository, image, "moved");
      case 6 -> client.upload(repository, layer);
      case 7 -> client.mount(any(REPOSITORIES, random), repository, layer);
      case 8 -> client.deleteLayer(repository, layer);
      case 9 -> client.delete(repository, any(NAMES.images(), random));
      case 10 -> client.pull(repository, image);
      case 11, 12 -> client.restore(repository, any(NAMES.images(), random));
      default -> client.delete(repository, image);
    }
  }

  private void work(Random random) throws IOException {
    var now = world.clock.instant();
    switch (random.nextInt(9)) {
      case 0 -> world.condemned.run(now);
      case 1 -> world.expiry.run(now);
      case 2 -> world.orphans.run(now);
      case 3 -> world.unowned.run(now);
      case 4 -> world.lifecycle.runs().run(now);
      case 5 ->
          world
              .lifecycle
              .runs()
              .run(World.address(random.nextBoolean() ? "one" : "two"), now, Long.MAX_VALUE);
      case 6 -> world.trashExpiry.run(now);
      default -> world.collection.run(now);
    }
  }
}
