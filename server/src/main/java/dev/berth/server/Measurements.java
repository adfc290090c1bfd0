package dev.berth.server;

import dev.berth.server.audit.AuditTrail;
import dev.berth.server.config.Config;
import dev.berth.server.door.Health;
import dev.berth.server.door.WrongCredentials;
import dev.berth.server.http.ExchangeLog;
import dev.berth.server.http.HttpSettings;
import dev.berth.server.http.Limits;
import dev.berth.server.http.Listener;
import dev.berth.server.metrics.CertificateFigures;
import dev.berth.server.metrics.Exposition;
import dev.berth.server.metrics.Figures;
import dev.berth.server.metrics.JobFigures;
import dev.berth.server.metrics.OpenMetrics;
import dev.berth.server.metrics.ProcessFigures;
import dev.berth.server.metrics.PullCounts;
import dev.berth.server.metrics.RequestFigures;
import dev.berth.server.metrics.ServerFigures;
import dev.berth.server.metrics.SinkFigures;
import dev.berth.server.metrics.StoreFigures;
import dev.berth.server.metrics.TrashFigures;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

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
   * Whose figures are told, besides those of requests and of the process.
   *
   * @param wrong credentials that were presented
   */
  record Parts(
      Storage storage,
      Registries registries,
      Background background,
      Network network,
      Listener listener,
      WrongCredentials wrong,
      AuditTrail trail,
      Health health,
      LongSupplier nanos) {

    private List<Figures> figures(Config.Metrics config) {
      return List.of(
          new ServerFigures(
              listener,
              Limits.DEFAULT,
              storage.reserve(),
              new ServerFigures.Credentials(wrong::wrong, wrong::slowed),
              new ServerFigures.Audit(() -> trail.warning().isPresent(), trail::lostEntries),
              health::isReady),
          new StoreFigures(storage.database(), storage.blobs(), config.repositories()),
          new TrashFigures(registries.trash()::held, nanos),
          new JobFigures(background.jobs(), background.guard(), registries.ledger()),
          new SinkFigures(storage.database(), background.clock()),
          new CertificateFigures(network.http().tls()));
    }
  }

  /** The page with all figures. */
  Exposition page(Parts parts) {
    List<Figures> all = new ArrayList<>(List.of(requests, pulls));
    all.addAll(parts.figures(config));
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
