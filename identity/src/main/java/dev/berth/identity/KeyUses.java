package dev.berth.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.iam.Principal;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.iam.sigv4.SigningCredentials;
import dev.berth.metadata.Database;
import dev.berth.model.AccessKey;
import dev.berth.model.Region;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records when the keys of users sign requests, for GetAccessKeyLastUsed: at most once an hour for
 * each key, and without a request waiting for it. A process that is killed forgets the last use;
 * that is all it is worth.
 */
public final class KeyUses implements SigningCredentials {
  private static final Logger LOG = LoggerFactory.getLogger(KeyUses.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final int KEPT = 10_000;

  private final SigningCredentials credentials;
  private final Database database;
  private final InstantSource clock;
  private final Cache<String, Instant> recorded =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(KEPT).build();

  /**
   * @param credentials where keys are found
   */
  public KeyUses(SigningCredentials credentials, Database database, InstantSource clock) {
    this.credentials = credentials;
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<SigningCredential> find(String accessKeyId, Optional<String> sessionToken) {
    return credentials.find(accessKeyId, sessionToken);
  }

  @Override
  public void used(SigningCredential credential, String service, Region region) {
    if (!(credential.principal() instanceof Principal.User user) || user.session().isPresent()) {
      return;
    }
    Instant now = clock.instant();
    Instant last = recorded.getIfPresent(credential.accessKeyId());
    if (last != null && last.isAfter(now.minus(EVERY))) {
      return;
    }
    recorded.put(credential.accessKeyId(), now);
    AccessKey.Use use = new AccessKey.Use(now, service, region.value());
    Thread.ofVirtual().name("key-uses").start(() -> write(credential.accessKeyId(), use));
  }

  private void write(String id, AccessKey.Use use) {
    try {
      database.write(
          transaction -> {
            transaction.accessKeys().used(id, use);
            return id;
          });
    } catch (RuntimeException e) {
      // The call that used the key goes on and knows nothing of this thread: whatever is wrong with
      // the database, when a key was last used is no reason to refuse its owner.
      LOG.info("the use of access key {} was not recorded: {}", id, e.toString());
    }
  }
}
