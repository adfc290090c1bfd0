package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccessKey;
import dev.berth.model.AccountId;
import dev.berth.model.SealedSecret;
import dev.berth.model.SealingKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Accounts, keys and settings. */
interface AccountRules extends MetadataRules {

  @Test
  default void an_account_is_added_once_however_often_it_is_inserted() {
    AccountId account = new AccountId("000000000042");
    for (int i = 0; i < 2; i++) {
      given().change(t -> t.accounts().insert(account, GivenRows.NOW));
    }
    List<AccountId> all = database().read(t -> t.accounts().all());
    assertThat(all).containsOnlyOnce(account);
    assertThat(all).extracting(AccountId::value).isSorted();
    boolean known = database().read(t -> t.accounts().exists(account));
    boolean unknown = database().read(t -> t.accounts().exists(new AccountId("000000000043")));
    assertThat(known).isTrue();
    assertThat(unknown).isFalse();
  }

  @Test
  default void an_access_key_is_replaced_by_one_with_its_id_and_gone_once_deleted() {
    AccessKey first = accessKey("AKIAONE", (byte) 1, 1);
    AccessKey second = accessKey("AKIAONE", (byte) 2, 2);
    given().change(t -> t.accessKeys().put(first));
    given().change(t -> t.accessKeys().put(second));
    Optional<AccessKey> found = database().read(t -> t.accessKeys().find("AKIAONE"));
    assertThat(found).contains(second);
    List<AccessKey> ofAccount = database().read(t -> t.accessKeys().ofAccount(first.account()));
    assertThat(ofAccount).containsOnlyOnce(second).doesNotContain(first);

    given().change(t -> t.accessKeys().delete("AKIAONE"));
    Optional<AccessKey> gone = database().read(t -> t.accessKeys().find("AKIAONE"));
    assertThat(gone).isEmpty();
  }

  @Test
  default void access_key_ids_differ_by_case() {
    AccessKey upper = accessKey("AKIACASE", (byte) 1, 1);
    given().change(t -> t.accessKeys().put(upper));
    Optional<AccessKey> lower = database().read(t -> t.accessKeys().find("akiacase"));
    assertThat(lower).isEmpty();
  }

  @Test
  default void the_newest_sealing_key_comes_first() {
    SealingKey old = new SealingKey("old", sealed((byte) 1), GivenRows.NOW);
    SealingKey young = new SealingKey("young", sealed((byte) 2), GivenRows.NOW.plusSeconds(1));
    given().change(t -> t.sealingKeys().insert(young));
    given().change(t -> t.sealingKeys().insert(old));
    List<SealingKey> keys = database().read(t -> t.sealingKeys().newestFirst());
    assertThat(keys).startsWith(young, old);
  }

  @Test
  default void a_setting_keeps_its_last_value() {
    given().change(t -> t.settings().put("check", new byte[] {1}));
    given().change(t -> t.settings().put("check", new byte[] {2, -1}));
    Optional<byte[]> value = database().read(t -> t.settings().find("check"));
    assertThat(value).hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(2, -1));
    Optional<byte[]> unknown = database().read(t -> t.settings().find("no such setting"));
    assertThat(unknown).isEmpty();
  }

  @Test
  default void a_failure_does_not_tell_what_was_bound() {
    SealingKey key = new SealingKey("not-to-be-told", sealed((byte) 1), Instant.EPOCH);
    given().change(t -> t.sealingKeys().insert(key));
    assertThatThrownBy(() -> given().change(t -> t.sealingKeys().insert(key)))
        .satisfies(failure -> assertThat(messages(failure)).doesNotContain("not-to-be-told"));
  }

  private static String messages(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .map(Throwable::toString)
        .collect(Collectors.joining("\n"));
  }

  private static AccessKey accessKey(String id, byte secret, long generation) {
    AccountId account = new AccountId("000000000077");
    return AccessKey.ofRoot(id, account, sealed(secret), generation, GivenRows.NOW);
  }

  private static SealedSecret sealed(byte content) {
    return new SealedSecret(new byte[] {content, content, content, content});
  }
}
