package dev.berth.server.metrics;

import dev.berth.blob.file.FileBlobStore;
import dev.berth.metadata.Database;
import dev.berth.metadata.ResourceCounts;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * The database and the blob store: what waits for them, what they remember and what they hold.
 *
 * @param named whether repositories are named
 */
public record StoreFigures(Database database, FileBlobStore blobs, boolean named)
    implements Figures {
  private static final double NANOS = 1e9;
  private static final int MOST_NAMED = 10_000;

  @Override
  public List<MetricSnapshot> get() {
    List<Family> figures = new ArrayList<>();
    database
        .writerLoad()
        .ifPresent(
            load -> {
              figures.add(
                  Figures.gauge("berth_database_writes_waiting", "Writes that wait their turn.")
                      .with(load.waiting()));
              figures.add(
                  Figures.counter("berth_database_writes", "Writes taken.").with(load.writes()));
              figures.add(
                  Figures.counter("berth_database_commits", "Transactions they shared.")
                      .with(load.commits()));
              figures.add(
                  Figures.counter("berth_database_commit_seconds", "Time of those transactions.")
                      .with(load.nanos() / NANOS));
            });
    Family hits = Figures.counter("berth_remembered_hits", "Reads answered from memory.");
    Family misses = Figures.counter("berth_remembered_misses", "Reads asked of the database.");
    database
        .rememberedReads()
        .forEach(
            (topic, reads) -> {
              hits.with(reads.hits(), "topic", topic.name());
              misses.with(reads.misses(), "topic", topic.name());
            });
    figures.add(hits);
    figures.add(misses);
    FileBlobStore.Load load = blobs.load();
    figures.add(
        Figures.gauge("berth_blob_tasks_running", "Threads of the blob store at work.")
            .with(load.running()));
    figures.add(
        Figures.gauge("berth_blob_tasks_waiting", "File calls that wait for a thread.")
            .with(load.waiting()));
    figures.add(
        Figures.gauge("berth_blob_buffers_free", "Buffers for uploads that nobody holds.")
            .with(load.freeBuffers()));
    figures.addAll(resources());
    return figures.stream().map(Family::snapshot).toList();
  }

  private List<Family> resources() {
    ResourceCounts counts = database.read(tx -> tx.resources().counts(named ? MOST_NAMED : 0));
    Family repositories =
        Figures.gauge("berth_repositories", "Repositories (ResourceCount RepositoryCount).");
    Family images = Figures.gauge("berth_images", "Images of a registry.");
    Family most = Figures.gauge("berth_images_most", "Images of its largest repository.");
    for (ResourceCounts.OfRegistry of : counts.registries()) {
      String[] labels = {
        "account", of.registry().account().value(), "region", of.registry().region().value()
      };
      repositories.with(of.repositories(), labels);
      images.with(of.images(), labels);
      most.with(of.mostImages(), labels);
    }
    Family each =
        Figures.gauge(
            "berth_repository_images", "Images of a repository (ImagesPerRepositoryCount).");
    for (ResourceCounts.OfRepository of : counts.repositories()) {
      each.with(
          of.images(),
          "account",
          of.repository().registry().account().value(),
          "region",
          of.repository().registry().region().value(),
          "repository",
          of.repository().name().value());
    }
    Family uploads =
        Figures.gauge("berth_uploads_open", "Uploads that are open.").with(counts.openUploads());
    return List.of(repositories, images, most, each, uploads);
  }
}
