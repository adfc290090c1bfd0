package dev.berth.identity.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.Action;
import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.iam.Principal;
import dev.berth.iam.RequestContext;
import dev.berth.iam.Resource;
import dev.berth.iam.ResourceTags;
import dev.berth.identity.Attachable;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Encryption;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TagMutability;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies change while others are decided about: an answer that was asked for after a change was
 * acknowledged is by that change, whatever is remembered (threat T6, docs/decisions/0005). Ends
 * after so many changes, or when its time is over.
 */
final class ChangesUnderQuestionsTest {
  private static final AccountId ACCOUNT = new AccountId("123456789012");
  private static final RegistryId REGISTRY = new RegistryId(ACCOUNT, new Region("eu-central-1"));
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final RequestContext CONTEXT =
      new RequestContext(
          InetAddress.getLoopbackAddress(), true, NOW, REGISTRY.region(), ResourceTags.NONE);
  private static final Arn READ_ONLY =
      Arn.parse("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly");
  private static final String ALLOW =
      """
      {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:*","Resource":"*"}}""";
  private static final String ALLOW_EVERYBODY =
      """
      {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"ecr:*","Resource":"*"}}""";
  private static final int CHANGES = 400;
  private static final int ASKERS = 4;
  private static final Duration LONGEST = Duration.ofSeconds(4);

  @TempDir private Path folder;
  private final List<Subject> subjects = new ArrayList<>();
  private final AtomicLong certain = new AtomicLong();
  private Database database;
  private PolicyGate gate;

  /**
   * Somebody who is allowed something by one change and not by the next.
   *
   * @param change makes it allowed, or not
   * @param begun how many changes were begun; after an odd one it is allowed
   * @param acknowledged how many of them were answered
   */
  private record Subject(
      String name,
      Principal principal,
      Demand demand,
      BiConsumer<Transaction, Boolean> change,
      AtomicInteger begun,
      AtomicInteger acknowledged) {}

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("metadata.db"));
    Attachable attachable = new Attachable(new AwsManagedPolicies());
    CompiledPolicies compiled = new CompiledPolicies();
    gate =
        new PolicyGate(
            new HeldPolicies(database, attachable, compiled),
            new ResourcePolicies(database, attachable, compiled),
            compiled,
            Organization.NONE);
    Identity group = identity(IdentityKind.GROUP, "group");
    Repository open = repository("open");
    Resource closed = new Resource.OfRepository(repository("closed").address());
    write(tx -> tx.inlinePolicies().put(group.id(), "all", ALLOW));
    add(
        "inline",
        closed,
        (tx, user, allow) -> {
          if (allow) {
            tx.inlinePolicies().put(user.id(), "all", ALLOW);
          } else {
            tx.inlinePolicies().delete(user.id(), "all");
          }
        });
    add(
        "attached",
        closed,
        (tx, user, allow) -> {
          if (allow) {
            tx.policyAttachments().add(user.id(), READ_ONLY);
          } else {
            tx.policyAttachments().remove(user.id(), READ_ONLY);
          }
        });
    add(
        "member",
        closed,
        (tx, user, allow) -> {
          if (allow) {
            tx.memberships().add(user.id(), group.id());
          } else {
            tx.memberships().remove(user.id(), group.id());
          }
        });
    add(
        "guest",
        new Resource.OfRepository(open.address()),
        (tx, _, allow) -> {
          if (allow) {
            tx.repositoryPolicies().put(open.id(), ALLOW_EVERYBODY);
          } else {
            tx.repositoryPolicies().delete(open.id());
          }
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private interface Change {
    void make(Transaction transaction, Identity user, boolean allow);
  }

  private void add(String name, Resource resource, Change change) {
    Identity user = identity(IdentityKind.USER, name);
    subjects.add(
        new Subject(
            name,
            new Principal.User(user.arn(), user.id(), Optional.empty()),
            Demand.hard(Action.ecr("ListImages"), resource),
            (tx, allow) -> change.make(tx, user, allow),
            new AtomicInteger(),
            new AtomicInteger()));
  }

  private Identity identity(IdentityKind kind, String name) {
    Identity identity = new Identity("ID" + name, ACCOUNT, kind, name, "/", NOW, Optional.empty());
    write(tx -> tx.identities().insert(identity));
    return identity;
  }

  private Repository repository(String name) {
    return database.write(
        tx ->
            tx.repositories()
                .insert(
                    new RepositoryAddress(REGISTRY, new RepositoryName(name)),
                    NOW,
                    TagMutability.MUTABLE,
                    false,
                    Encryption.AES256)
                .orElseThrow());
  }

  private void write(Consumer<Transaction> change) {
    database.write(
        tx -> {
          change.accept(tx);
          return true;
        });
  }

  @Test
  void every_answer_after_a_change_was_acknowledged_is_by_that_change() throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    try (var threads = Executors.newCachedThreadPool()) {
      List<Future<?>> changers = new ArrayList<>();
      for (Subject subject : subjects) {
        changers.add(threads.submit(() -> change(subject, end)));
      }
      List<Future<?>> askers = new ArrayList<>();
      for (int i = 0; i < ASKERS; i++) {
        askers.add(threads.submit(asking(changers)));
      }
      await(changers);
      await(askers);
    }
    for (Subject subject : subjects) {
      assertThat(subject.acknowledged()).as(subject.name()).hasPositiveValue();
      assertThat(isAllowed(subject)).as(subject.name()).isEqualTo(isOdd(subject.acknowledged()));
    }
    assertThat(certain).as("questions between two changes").hasValueGreaterThan(100);
  }

  /** Changes and asks at once, and is the only one to change this. */
  private void change(Subject subject, long end) {
    for (int i = 0; i < CHANGES && System.nanoTime() < end; i++) {
      boolean allow = subject.begun().incrementAndGet() % 2 == 1;
      write(tx -> subject.change().accept(tx, allow));
      subject.acknowledged().incrementAndGet();
      assertThat(isAllowed(subject)).as("%s, change %d", subject.name(), i).isEqualTo(allow);
    }
  }

  private Callable<Void> asking(List<Future<?>> changers) {
    return () -> {
      while (!changers.stream().allMatch(Future::isDone)) {
        subjects.forEach(this::ask);
      }
      return null;
    };
  }

  /** Where no change was under way from before the question until after its answer. */
  private void ask(Subject subject) {
    int before = subject.acknowledged().get();
    boolean allowed = isAllowed(subject);
    if (subject.begun().get() == before) {
      certain.incrementAndGet();
      assertThat(allowed)
          .as("%s after change %d", subject.name(), before)
          .isEqualTo(before % 2 == 1);
    }
  }

  private boolean isAllowed(Subject subject) {
    return gate.decide(subject.principal(), List.of(subject.demand()), CONTEXT)
        instanceof Decision.Allowed;
  }

  private static boolean isOdd(AtomicInteger count) {
    return count.get() % 2 == 1;
  }

  private static void await(List<Future<?>> threads) throws InterruptedException {
    for (Future<?> thread : threads) {
      try {
        thread.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }
}
