package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccessKey;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.ManagedPolicy;
import dev.berth.model.OidcProvider;
import dev.berth.model.Role;
import dev.berth.model.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Users, groups, roles, their policies, and the number that says that something changed. */
interface IdentityRules extends MetadataRules {
  AtomicLong SERIAL = new AtomicLong();

  @Test
  default void an_identity_is_found_by_its_name_in_any_case_and_kept_as_it_was_written() {
    AccountId account = account();
    Identity user = inserted(account, IdentityKind.USER, "Alice", "/dev/");

    Optional<Identity> found =
        database().read(t -> t.identities().find(account, IdentityKind.USER, "aLICE"));
    Optional<Identity> role =
        database().read(t -> t.identities().find(account, IdentityKind.ROLE, "Alice"));
    Optional<Identity> elsewhere =
        database().read(t -> t.identities().find(account(), IdentityKind.USER, "Alice"));

    assertThat(found).contains(user);
    assertThat(found.orElseThrow().arn())
        .hasToString("arn:aws:iam::%s:user/dev/Alice".formatted(account));
    assertThat(role).isEmpty();
    assertThat(elsewhere).isEmpty();
  }

  @Test
  default void a_name_is_taken_in_every_case_for_its_kind_and_account_alone() {
    AccountId account = account();
    inserted(account, IdentityKind.USER, "bob", "/");

    assertThatThrownBy(() -> inserted(account, IdentityKind.USER, "BOB", "/"))
        .isInstanceOf(RuntimeException.class);
    inserted(account, IdentityKind.GROUP, "BOB", "/");
    inserted(account(), IdentityKind.USER, "BOB", "/");
  }

  @Test
  default void identities_are_paged_by_name_and_told_apart_by_path() {
    AccountId account = account();
    for (String name : List.of("d", "B", "a", "C")) {
      inserted(account, IdentityKind.USER, name, name.equals("C") ? "/other/" : "/team_1/");
    }
    inserted(account, IdentityKind.USER, "e", "/teamX1/");

    List<Identity> all =
        MetadataRules.<Identity, String>all(
            2,
            request ->
                database()
                    .read(t -> t.identities().page(account, IdentityKind.USER, "/", request)));
    List<Identity> team =
        MetadataRules.<Identity, String>all(
            1,
            request ->
                database()
                    .read(t -> t.identities().page(account, IdentityKind.USER, "/team_", request)));
    long count = database().read(t -> t.identities().count(account, IdentityKind.USER));

    assertThat(all).extracting(Identity::name).containsExactly("a", "B", "C", "d", "e");
    assertThat(team).extracting(Identity::name).containsExactly("a", "B", "d");
    assertThat(count).isEqualTo(5);
  }

  @Test
  default void a_role_keeps_its_trust_policy_byte_for_byte() {
    AccountId account = account();
    Identity identity = inserted(account, IdentityKind.ROLE, "build", "/");
    Role role =
        new Role(
            identity,
            "{ \"Version\":\"2012-10-17\" }\n",
            Optional.of("builds"),
            Duration.ofHours(2),
            Optional.empty());
    given().change(t -> t.roles().insert(role));
    Role first = database().read(t -> t.roles().of(identity));
    given().change(t -> t.roles().used(identity.id(), new Role.LastUse(GivenRows.NOW, "r-1")));
    Role used = database().read(t -> t.roles().of(identity));

    assertThat(first).isEqualTo(role);
    assertThat(used.lastUsed()).contains(new Role.LastUse(GivenRows.NOW, "r-1"));
  }

  @Test
  default void what_hangs_on_an_identity_keeps_it() {
    AccountId account = account();
    Identity user = inserted(account, IdentityKind.USER, "carol", "/");
    Identity group = inserted(account, IdentityKind.GROUP, "crew", "/");
    given().change(t -> t.memberships().add(user.id(), group.id()));

    assertThatThrownBy(() -> given().change(t -> t.identities().delete(user.id())))
        .isInstanceOf(RuntimeException.class);
    List<Identity> groups =
        MetadataRules.<Identity, String>all(
            1, request -> database().read(t -> t.memberships().groupsOf(user.id(), request)));
    given().change(t -> t.memberships().remove(user.id(), group.id()));
    given().change(t -> t.identities().delete(user.id()));
    Optional<Identity> gone = database().read(t -> t.identities().find(user.id()));

    assertThat(groups).containsExactly(group);
    assertThat(gone).isEmpty();
  }

  @Test
  default void attachments_are_counted_and_listed_in_their_account_alone() {
    AccountId account = account();
    Arn policy = Arn.parse("arn:aws:iam::aws:policy/Sample" + SERIAL.incrementAndGet());
    Identity user = inserted(account, IdentityKind.USER, "dave", "/");
    Identity foreign = inserted(account(), IdentityKind.USER, "dave", "/");
    given().change(t -> t.policyAttachments().add(user.id(), policy));
    given().change(t -> t.policyAttachments().add(user.id(), policy));
    given().change(t -> t.policyAttachments().add(foreign.id(), policy));

    Map<String, Long> counts = database().read(t -> t.policyAttachments().counts(account));
    List<Identity> holders =
        MetadataRules.<Identity, String>all(
            1,
            request ->
                database().read(t -> t.policyAttachments().holders(account, policy, request)));

    assertThat(counts).containsExactly(Map.entry(policy.toString(), 1L));
    assertThat(holders).containsExactly(user);
  }

  @Test
  default void a_managed_policy_has_versions_the_newest_first() {
    AccountId account = account();
    ManagedPolicy policy =
        new ManagedPolicy(
            "ANPA" + SERIAL.incrementAndGet(),
            ManagedPolicy.arn(account, "/p/", "Pull"),
            "Pull",
            "/p/",
            Optional.empty(),
            GivenRows.NOW,
            GivenRows.NOW,
            1,
            1);
    ManagedPolicy.Version first = new ManagedPolicy.Version(1, "{\u00ff}", GivenRows.NOW);
    ManagedPolicy.Version second = new ManagedPolicy.Version(2, "{ }", GivenRows.NOW);
    given().change(t -> t.managedPolicies().insert(account, policy));
    given().change(t -> t.managedPolicies().addVersion(policy.id(), first));
    given().change(t -> t.managedPolicies().addVersion(policy.id(), second));
    Optional<ManagedPolicy> found = database().read(t -> t.managedPolicies().find(account, "PULL"));
    List<ManagedPolicy.Version> versions =
        database().read(t -> t.managedPolicies().versions(policy.id()));
    given().change(t -> t.managedPolicies().delete(policy.id()));
    Optional<ManagedPolicy> gone = database().read(t -> t.managedPolicies().find(account, "Pull"));

    assertThat(found).contains(policy);
    assertThat(versions).containsExactly(second, first);
    assertThat(gone).isEmpty();
  }

  @Test
  default void tag_keys_are_one_whatever_their_case() {
    String owner = "AIDATAGS" + SERIAL.incrementAndGet();
    given().change(t -> t.identityTags().put(owner, Map.of("Team", "a", "cost", "1")));
    given().change(t -> t.identityTags().put(owner, Map.of("TEAM", "b")));
    given().change(t -> t.identityTags().remove(owner, List.of("Cost", "none")));
    Map<String, String> tags = database().read(t -> t.identityTags().of(owner));

    assertThat(tags).containsExactly(Map.entry("TEAM", "b"));
  }

  @Test
  default void a_provider_keeps_its_lists() {
    AccountId account = account();
    OidcProvider provider =
        new OidcProvider(
            account, "issuer.example/x", GivenRows.NOW, List.of("one", "two"), List.of());
    given().change(t -> t.oidcProviders().put(provider));
    List<OidcProvider> all = database().read(t -> t.oidcProviders().of(account));
    Optional<OidcProvider> elsewhere =
        database().read(t -> t.oidcProviders().find(account(), "issuer.example/x"));

    assertThat(all).containsExactly(provider);
    assertThat(elsewhere).isEmpty();
  }

  @Test
  default void a_key_of_a_user_shows_the_user_as_it_is_now_and_when_it_was_used() {
    AccountId account = account();
    Identity user = inserted(account, IdentityKind.USER, "erin", "/");
    String id = "AKIAUSER" + SERIAL.incrementAndGet();
    AccessKey key =
        new AccessKey(
            id,
            account,
            Optional.of(new AccessKey.Owner(user.id(), user.arn())),
            AccessKey.Status.INACTIVE,
            new SealedSecret(new byte[] {1, 2, 3}),
            7,
            GivenRows.NOW);
    AccessKey.Use use = new AccessKey.Use(GivenRows.NOW, "ecr", "r-1");
    given().change(t -> t.accessKeys().put(key));
    given().change(t -> t.accessKeys().used(id, use));
    given().change(t -> t.accessKeys().used("AKIANOSUCHKEY", use));
    given().change(t -> t.identities().rename(user.id(), "Erin2", "/moved/"));

    AccessKey found = database().read(t -> t.accessKeys().find(id)).orElseThrow();
    List<AccessKey> ofUser = database().read(t -> t.accessKeys().ofUser(user.id()));
    Optional<AccessKey.Use> last = database().read(t -> t.accessKeys().lastUse(id));
    given().change(t -> t.accessKeys().delete(id));
    Optional<AccessKey.Use> forgotten = database().read(t -> t.accessKeys().lastUse(id));

    assertThat(found.owner()).hasToString("arn:aws:iam::%s:user/moved/Erin2".formatted(account));
    assertThat(found.status()).isEqualTo(AccessKey.Status.INACTIVE);
    assertThat(ofUser).containsExactly(found);
    assertThat(last).contains(use);
    assertThat(forgotten).isEmpty();
  }

  @Test
  default void the_number_of_an_account_rises_with_each_change_of_its_identities() {
    AccountId account = account();
    AccountId other = account();
    long before = database().read(t -> t.identityVersions().of(account));
    given().change(t -> t.identityVersions().raise(account));
    given().change(t -> t.identityVersions().raise(account));
    long after = database().read(t -> t.identityVersions().of(account));
    long others = database().read(t -> t.identityVersions().of(other));

    assertThat(before).isZero();
    assertThat(after).isEqualTo(2);
    assertThat(others).isZero();
  }

  @Test
  default void logins_end_by_role_and_by_session_and_the_later_end_counts() {
    Identity role = inserted(account(), IdentityKind.ROLE, "ci", "/");
    Identity other = inserted(account(), IdentityKind.ROLE, "ci", "/");
    Instant early = GivenRows.NOW;
    Instant late = early.plusSeconds(60);
    assertThat(endOf(role, "ci")).isEmpty();

    given().change(t -> t.loginEnds().put(role.id(), "ci", late));
    given().change(t -> t.loginEnds().put(role.id(), "", early.minusSeconds(1)));
    given().change(t -> t.loginEnds().put(role.id(), "", early));

    assertThat(endOf(role, "ci")).contains(late);
    assertThat(endOf(role, "cd")).contains(early);
    assertThat(endOf(other, "ci")).isEmpty();
    given().change(t -> t.loginEnds().deleteOf(role.id()));
    assertThat(endOf(role, "ci")).isEmpty();
  }

  private Optional<Instant> endOf(Identity role, String session) {
    return database().read(t -> t.loginEnds().find(role.id(), session));
  }

  private Identity inserted(AccountId account, IdentityKind kind, String name, String path) {
    Identity identity =
        new Identity(
            kind.idPrefix() + SERIAL.incrementAndGet(),
            account,
            kind,
            name,
            path,
            GivenRows.NOW,
            Optional.empty());
    given().change(t -> t.identities().insert(identity));
    return identity;
  }

  private static AccountId account() {
    return new AccountId("5%011d".formatted(SERIAL.incrementAndGet()));
  }
}
