package dev.berth.testkit.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Clients that work at the same time, and what they were told all together. */
final class Crowd {
  private static final long PATIENCE_SECONDS = 60;

  private final List<BusyClient> clients;

  Crowd(int size, long seed) {
    clients = IntStream.range(0, size).mapToObj(i -> new BusyClient(i, seed)).toList();
  }

  /** How a server's end is brought about while the clients work; the server is gone after it. */
  @FunctionalInterface
  interface End {
    void come() throws IOException, InterruptedException;
  }

  /** Makes the repositories of the clients, and what they mount. */
  void prepare(Registry registry) {
    BusyClient.prepare(registry, clients);
  }

  /** All work until the server's end. */
  void workUntil(Registry registry, End end) throws Exception {
    clients.forEach(client -> client.promises().mark());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> working = new ArrayList<>();
      clients.forEach(client -> working.add(threads.submit(() -> client.work(registry))));
      end.come();
      for (Future<?> client : working) {
        client.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  /** What the server does not keep of the promises of {@link #workUntil}. */
  List<String> brokenSince(Registry registry) {
    return clients.parallelStream()
        .flatMap(client -> client.promises().brokenSince(registry::look).stream())
        .toList();
  }

  /** What it does not keep of all promises. */
  List<String> broken(Registry registry) {
    return clients.parallelStream()
        .flatMap(client -> client.promises().broken(registry::look).stream())
        .toList();
  }

  /**
   * Every upload that was under way goes on from the offset it is said to have, which is no lie.
   *
   * @param where what a failure says
   */
  void goOn(Registry registry, BusyClient.Loss loss, String where) {
    for (BusyClient client : clients) {
      client.upload().ifPresent(upload -> client.goOn(registry, upload, loss, where));
    }
    assertThat(clients).allSatisfy(client -> assertThat(client.upload()).isEmpty());
  }

  /** How many requests were acknowledged. */
  int answers() {
    return clients.stream().mapToInt(client -> client.promises().answers()).sum();
  }
}
