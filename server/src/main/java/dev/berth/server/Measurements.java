package dev.berth.server;

import dev.berth.server.config.Config;
import dev.berth.server.http.ExchangeLog;
import dev.berth.server.http.HttpSettings;
import dev.berth.server.http.Listener;
import dev.berth.server.metrics.Exposition;
import dev.berth.server.metrics.Figures;
import dev.berth.server.metrics.OpenMetrics;
import dev.berth.server.metrics.ProcessFigures;
import dev.berth.server.metrics.PullCounts;
import dev.berth.server.metrics.RequestFigures;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is counted and where it is told.
 *
 * @param config whether figures have an address of their own
 * @param pulls of each repository
 * @param requests as they end
 */
record Measurements(Config.Metrics config, PullCounts pulls, RequestFigures requests) {

  static Measurements of(Config.Metrics config, InstantSource clock) {
    PullCounts pulls = new PullCounts(clock, config.repositories());
    return new Measurements(config, pulls, new RequestFigures(pulls));
  }

  /**
   * The page with all figures.
   *
   * @param parts what else has some
   */
  Exposition page(List<Figures> parts) {
    List<Figures> all = new ArrayList<>(List.of(requests, pulls));
    all.addAll(parts);
    all.add(new ProcessFigures(Version.current().text()));
    return new Exposition(all);
  }

  /**
   * Tells them at the address of their own, when there is to be one.
   *
   * @throws dev.berth.server.http.CannotListen when it cannot be had
   */
  Optional<Listener> listener(Exposition page, InstantSource clock) {
    return config.listen().map(address -> listen(address, page, clock));
  }

  private static Listener listen(InetSocketAddress address, Exposition page, InstantSource clock) {
    return Listener.start(
        HttpSettings.plain(address),
        new OpenMetrics(page),
        new Listener.Surroundings(ExchangeLog.NONE, clock, UUID::randomUUID));
  }
}
