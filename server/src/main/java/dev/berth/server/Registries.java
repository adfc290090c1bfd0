package dev.berth.server;

import dev.berth.blob.BlobStore;
import dev.berth.iam.Resource;
import dev.berth.iam.ResourceTags;
import dev.berth.metadata.Database;
import dev.berth.model.Repository;
import dev.berth.registry.Conformance;
import dev.berth.registry.Limits;
import dev.berth.registry.Retention;
import dev.berth.registry.Rules;
import dev.berth.registry.image.Images;
import dev.berth.registry.repository.Repositories;
import dev.berth.registry.upload.CondemnedBytes;
import dev.berth.registry.upload.Layers;
import dev.berth.registry.upload.UploadExpiry;
import dev.berth.registry.upload.Uploads;
import dev.berth.server.config.Config;
import dev.berth.server.job.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The domain: what the registries of this process can do.
 *
 * @param resourceTags the tags of repositories, for the gate
 * @param jobs what is done without a request
 */
record Registries(
    Repositories repositories,
    Images images,
    Layers layers,
    Uploads uploads,
    ResourceTags resourceTags,
    List<Jobs.Deleting> jobs)
    implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(10);

  static Registries open(
      Config config, Database database, BlobStore blobs, InstantSource clock, SecureRandom random) {
    Rules rules =
        new Rules(
            Limits.DEFAULT,
            Retention.DEFAULT,
            config.strictEcr() ? Conformance.ECR : Conformance.OCI);
    UploadExpiry expiry = new UploadExpiry(database, rules.retention());
    CondemnedBytes condemned = new CondemnedBytes(database, blobs);
    return new Registries(
        new Repositories(database, rules.limits(), clock),
        new Images(database, rules, clock),
        new Layers(database, blobs, rules, clock),
        new Uploads(database, blobs, rules, clock, random),
        resource -> tags(database, resource),
        List.of(
            new Jobs.Deleting("expire-uploads", EVERY, expiry::run),
            new Jobs.Deleting("delete-condemned-bytes", EVERY, now -> run(condemned, now))));
  }

  private static void run(CondemnedBytes condemned, Instant now) {
    try {
      condemned.run(now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> tags(Database database, Resource resource) {
    return switch (resource) {
      case Resource.OfRepository(var address) ->
          database.read(
              tx ->
                  tx.repositories()
                      .find(address)
                      .map(Repository::id)
                      .<Map<String, String>>map(tx.resourceTags()::of)
                      .orElseGet(Map::of));
      case Resource.AllRepositories _, Resource.Any _ -> Map.of();
    };
  }

  @Override
  public void close() {
    images.close();
  }
}
