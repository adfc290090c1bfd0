package dev.berth.registry.scanning;

import dev.berth.metadata.Transaction;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryName;
import dev.berth.registry.event.EcrEvents;
import dev.berth.registry.event.EcrEvents.ScanFrequencyChange;
import java.time.Instant;
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

  /** Tells all of them, in as many events as that takes, in the write that changes it. */
  void tell(Transaction tx, RegistryId registry, Instant now) {
    Optional<Page.Request<RepositoryName>> next =
        Optional.of(new Page.Request<>(Optional.empty(), IN_ONE_EVENT));
    while (next.isPresent()) {
      Page<Repository, RepositoryName> page = tx.repositories().page(registry, next.get());
      List<ScanFrequencyChange> changes =
          page.items().stream().map(this::of).flatMap(Optional::stream).toList();
      if (!changes.isEmpty()) {
        tx.outbox().append(EcrEvents.scanFrequencyChanged(registry, changes, now));
      }
      next = page.next().map(last -> new Page.Request<>(Optional.of(last), IN_ONE_EVENT));
    }
  }

  private Optional<ScanFrequencyChange> of(Repository repository) {
    ScanFrequency was = before.of(repository).frequency();
    ScanFrequency is = after.of(repository).frequency();
    return was == is
        ? Optional.empty()
        : Optional.of(new ScanFrequencyChange(repository.address(), was.name(), is.name()));
  }
}
