package dev.berth.registry.image;

import dev.berth.metadata.Database;
import dev.berth.metadata.StatusFilter;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.manifest.ManifestParser;
import dev.berth.registry.refusal.RepositoryNotFound;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lists who refers to a manifest (RF-01). Annotations are in the manifests, which may be large, so
 * only a few are read at a time, and a page ends early when its annotations would no longer fit the
 * 4 MiB that clients read.
 */
final class Referrers {
  private static final int AT_A_TIME = 4;
  private static final long MAX_PAGE_BYTES = 3 * 1024 * 1024;
  private static final long DESCRIPTOR_BYTES = 512;

  private final Database database;

  /**
   * Which of them.
   *
   * @param artifactTypes empty for all
   */
  record Filter(Set<String> artifactTypes, StatusFilter status) {}

  Referrers(Database database) {
    this.database = database;
  }

  Page<Referrer, Long> page(
      RepositoryAddress address, Digest subject, Filter filter, Page.Request<Long> request) {
    List<Referrer> items = new ArrayList<>();
    Optional<Long> after = request.after();
    long bytes = 0;
    while (true) {
      int room = Math.min(AT_A_TIME, request.limit() - items.size());
      Page<dev.berth.metadata.Referrer, Long> some =
          read(address, subject, filter, new Page.Request<>(after, room));
      for (dev.berth.metadata.Referrer found : some.items()) {
        Referrer referrer = referrer(found);
        bytes += size(referrer);
        if (!items.isEmpty() && bytes > MAX_PAGE_BYTES) {
          return new Page<>(items, after);
        }
        items.add(referrer);
        after = Optional.of(found.image().id());
      }
      if (some.next().isEmpty() || items.size() == request.limit()) {
        return new Page<>(items, some.next());
      }
    }
  }

  private Page<dev.berth.metadata.Referrer, Long> read(
      RepositoryAddress address, Digest subject, Filter filter, Page.Request<Long> request) {
    return database.read(
        tx ->
            tx.images()
                .referrers(
                    tx.repositories()
                        .find(address)
                        .orElseThrow(() -> new RepositoryNotFound(address))
                        .id(),
                    subject,
                    filter.artifactTypes(),
                    filter.status(),
                    request));
  }

  private static Referrer referrer(dev.berth.metadata.Referrer found) {
    Image image = found.image();
    return new Referrer(
        image.mediaType(),
        image.digest(),
        image.manifestSize(),
        image.artifactType(),
        ManifestParser.annotations(found.manifest()),
        image.storage().status());
  }

  private static long size(Referrer referrer) {
    long size = DESCRIPTOR_BYTES;
    for (Map.Entry<String, String> annotation : referrer.annotations().entrySet()) {
      size += bytes(annotation.getKey()) + bytes(annotation.getValue());
    }
    return size;
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
