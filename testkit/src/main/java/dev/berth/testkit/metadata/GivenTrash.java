package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;

import dev.berth.metadata.PurgeQueries.Blobs;
import dev.berth.metadata.Transaction;
import dev.berth.metadata.TrashQueries.Stored;
import dev.berth.metadata.TrashTable.NewEntry;
import dev.berth.model.Arn;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.Repository;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashEntry.Cause;
import dev.berth.model.TrashId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deletions to test with. */
final class GivenTrash {
  static final Arn ALICE = Arn.parse("arn:aws:iam::123456789012:user/alice");

  /** When everything is deleted. */
  static final Instant LATER = NOW.plus(Duration.ofHours(1));

  /** When everything that was deleted is over. */
  static final Instant OVER = LATER.plus(Duration.ofDays(7));

  private GivenTrash() {}

  static NewEntry entry(Repository repository) {
    return new NewEntry(
        Optional.empty(), repository.address(), new Cause.ByCaller(ALICE), LATER, OVER);
  }

  static TrashId delete(Transaction t, Repository repository, Image image) {
    return t.trash().moveImage(entry(repository), repository.id(), image.id());
  }

  static TrashId delete(Transaction t, Repository repository) {
    return t.trash()
        .moveRepository(entry(repository), repository.id(), t.images().count(repository.id()));
  }

  /** What a purge does, in its order. */
  static Blobs purge(Transaction t, Stored entry) {
    t.purging().unlink(entry.row(), entry.repositoryId(), entry.entry().deletedAt());
    Blobs freed = t.purging().condemn(entry.row(), 10);
    t.trashedImages().deleteAll(entry.row());
    t.purging().remove();
    t.trash().delete(entry.row());
    return freed;
  }

  static List<TrashEntry> entries(Transaction t, Repository repository) {
    return t.trashEntries()
        .page(
            repository.registry(),
            Optional.of(repository.name()),
            new Page.Request<>(Optional.empty(), 100))
        .items();
  }
}
