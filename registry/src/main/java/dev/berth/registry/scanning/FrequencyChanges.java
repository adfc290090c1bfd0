package dev.berth.registry.scanning;

import dev.berth.metadata.Database;
import dev.berth.model.Event;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryName;
import dev.berth.registry.event.EcrEvents;
import dev.berth.registry.event.EcrEvents.ScanFrequencyChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which repositories another configuration scans in another way (EV-06).
 *
 * @param before what held
 * @param after what holds now
 */
record FrequencyChanges(ScanningConfiguration before, ScanningConfiguration after) {
  /** Repositories in one event: with the longest names it stays below what EventBridge takes. */
  private static final int IN_ONE_EVENT = 200;

  /** All of them, in as many events as that takes. */
  List<Event> events(Database database, RegistryId registry, Instant now) {
    List<Event> events = new ArrayList<>();
    Optional<Page.Request<RepositoryName>> next =
        Optional.of(new Page.Request<>(Optional.empty(), IN_ONE_EVENT));
    while (next.isPresent()) {
      Page.Request<RepositoryName> request = next.get();
      Page<Repository, RepositoryName> page =
          database.read(tx -> tx.repositories().page(registry, request));
      List<ScanFrequencyChange> changes =
          page.items().stream().map(this::of).flatMap(Optional::stream).toList();
      if (!changes.isEmpty()) {
        events.add(EcrEvents.scanFrequencyChanged(registry, changes, now));
      }
      next = page.next().map(last -> new Page.Request<>(Optional.of(last), IN_ONE_EVENT));
    }
    return events;
  }

  private Optional<ScanFrequencyChange> of(Repository repository) {
    ScanFrequency was = before.of(repository).frequency();
    ScanFrequency is = after.of(repository).frequency();
    return was == is
        ? Optional.empty()
        : Optional.of(new ScanFrequencyChange(repository.address(), was.name(), is.name()));
  }
}
