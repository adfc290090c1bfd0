package dev.berth.identity.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.AccessDenied;
import dev.berth.iam.Action;
import dev.berth.iam.Decision;
import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.Decision.Reason;
import dev.berth.iam.Demand;
import dev.berth.iam.Principal;
import dev.berth.iam.RequestContext;
import dev.berth.iam.Resource;
import dev.berth.iam.ResourceTags;
import dev.berth.identity.Attachable;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a root user may do, where there is no policy at all (IAM dossier 5.3, 5.6). */
final class PolicyGateTest {
  private static final AccountId ACCOUNT = new AccountId("123456789012");
  private static final AccountId OTHER = new AccountId("210987654321");
  private static final Region REGION = new Region("eu-central-1");
  private static final Principal ROOT = new Principal.RootUser(ACCOUNT);
  private static final Demand MINE = Demand.hard(Action.ecr("PutImage"), repositoryOf(ACCOUNT));
  private static final Demand THEIRS = Demand.hard(Action.ecr("PutImage"), repositoryOf(OTHER));
  private static final Demand SOFTLY_THEIRS =
      Demand.soft(Action.ecr("GetDownloadUrlForLayer"), repositoryOf(OTHER));

  private static final Reason BY_ITSELF =
      new Reason.StatementAllows(PolicyKind.IDENTITY, Optional.empty());

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("metadata.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void root_may_do_everything_in_its_account() {
    Demand any = Demand.hard(Action.ecr("GetAuthorizationToken"), new Resource.Any(ACCOUNT));

    assertThat(decide(MINE, any)).isEqualTo(new Decision.Allowed(BY_ITSELF, Set.of()));
  }

  @Test
  void root_may_do_nothing_in_another_account() {
    Decision denied = new Decision.Denied(THEIRS, new Reason.NoAllow(PolicyKind.RESOURCE));

    assertThat(decide(MINE, THEIRS)).isEqualTo(denied);
    assertThat(new AccessDenied(ROOT, (Decision.Denied) denied))
        .hasMessage(
            "User: arn:aws:iam::123456789012:root is not authorized to perform: ecr:PutImage on"
                + " resource: arn:aws:ecr:eu-central-1:210987654321:repository/app because no"
                + " resource-based policy allows the ecr:PutImage action");
  }

  @Test
  void a_soft_demand_on_another_account_is_withheld() {
    Decision decision = decide(MINE, SOFTLY_THEIRS);

    assertThat(decision).isEqualTo(new Decision.Allowed(BY_ITSELF, Set.of(SOFTLY_THEIRS)));
    assertThat(((Decision.Allowed) decision).grants(MINE)).isTrue();
    assertThat(((Decision.Allowed) decision).grants(SOFTLY_THEIRS)).isFalse();
  }

  @Test
  void who_demands_nothing_is_allowed_nothing() {
    assertThat(decide()).isEqualTo(new Decision.Allowed(new Reason.NothingDemanded(), Set.of()));
  }

  private Decision decide(Demand... demands) {
    Attachable attachable = new Attachable(new AwsManagedPolicies());
    CompiledPolicies compiled = new CompiledPolicies();
    return new PolicyGate(
            new HeldPolicies(database, attachable, compiled),
            new ResourcePolicies(database, attachable, compiled),
            compiled,
            Organization.NONE)
        .decide(
            ROOT,
            List.of(demands),
            new RequestContext(
                InetAddress.getLoopbackAddress(),
                false,
                Instant.parse("2026-11-21T12:00:00Z"),
                REGION,
                ResourceTags.NONE));
  }

  private static Resource repositoryOf(AccountId account) {
    return new Resource.OfRepository(
        new RepositoryAddress(new RegistryId(account, REGION), new RepositoryName("app")));
  }
}
