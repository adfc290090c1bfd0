package dev.berth.server.event;

import dev.berth.metadata.Database;
import dev.berth.registry.event.pattern.EventPattern;
import dev.berth.server.config.Config;
import dev.berth.server.config.WebhookSettings;
import dev.berth.server.event.SinkRun.Delivery;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/** The sinks of a process. One that is new is told of what happens from then on. */
public final class Sinks implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .executor(threads)
          .build();
  private final List<SinkRun> runs = new ArrayList<>();

  private Sinks() {}

  /**
   * Begins to tell the sinks of a configuration; places of others are forgotten.
   *
   * @param folder of the file sink
   */
  public static Sinks open(
      Config.Events config,
      Path folder,
      Database database,
      InstantSource clock,
      RandomGenerator random) {
    Delivery delivery =
        new Delivery(
            database,
            RetryPlan.within(config.retry()),
            clock,
            random,
            UUID.randomUUID().toString());
    Sinks sinks = new Sinks();
    if (config.file()) {
      sinks.add(delivery, FileSink.in(folder), Optional.empty());
    }
    for (WebhookSettings webhook : config.webhooks()) {
      sinks.add(delivery, new WebhookSink(webhook, sinks.client, clock), webhook.pattern());
    }
    sinks.takePlaces(database);
    sinks.runs.forEach(SinkRun::start);
    return sinks;
  }

  private void takePlaces(Database database) {
    if (runs.isEmpty() && database.read(tx -> tx.eventSinks().all()).isEmpty()) {
      return;
    }
    database.write(
        tx -> {
          // The data folder is this process's alone: whoever held a sink before is dead.
          tx.eventSinks().releaseAll();
          tx.eventSinks().keepOnly(runs.stream().map(SinkRun::name).toList());
          runs.forEach(run -> tx.eventSinks().add(run.name(), tx.outbox().end()));
          return runs;
        });
  }

  private void add(Delivery delivery, Sink sink, Optional<EventPattern> pattern) {
    runs.add(new SinkRun(delivery, sink, pattern));
  }

  /** Returns when nobody is being told any more. */
  @Override
  public void close() {
    runs.forEach(SinkRun::close);
    client.shutdownNow();
    threads.shutdownNow();
  }
}
