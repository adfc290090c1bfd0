package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.AccountSetting;
import dev.berth.model.CreationScenario;
import dev.berth.model.CreationTemplate;
import dev.berth.model.Encryption;
import dev.berth.model.Page;
import dev.berth.model.PullThroughCacheRule;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.model.TagFilter;
import dev.berth.model.TagMutability;
import dev.berth.model.UpstreamRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What accounts decide about their registries. */
interface SettingRules extends MetadataRules {

  @Test
  default void an_account_setting_is_what_it_was_set_to_last() {
    RegistryId here = GivenRows.registry();
    RegistryId there = GivenRows.registry();
    assertThat(setting(here, AccountSetting.BLOB_MOUNTING)).isEmpty();

    given().change(t -> t.accountSettings().put(here, AccountSetting.BLOB_MOUNTING, "DISABLED"));
    given().change(t -> t.accountSettings().put(here, AccountSetting.BLOB_MOUNTING, "ENABLED"));

    assertThat(setting(here, AccountSetting.BLOB_MOUNTING)).contains("ENABLED");
    assertThat(setting(here, AccountSetting.REGISTRY_POLICY_SCOPE)).isEmpty();
    assertThat(setting(there, AccountSetting.BLOB_MOUNTING)).isEmpty();
  }

  @Test
  default void a_creation_template_is_found_by_its_prefix_as_it_was_stored() {
    RegistryId here = GivenRows.registry();
    CreationTemplate template = template(here, "team/a/");
    assertThat(inserted(template)).isTrue();
    assertThat(inserted(template(here, "team/a"))).as("the same prefix").isFalse();
    assertThat(inserted(template(GivenRows.registry(), "team/a"))).isTrue();

    assertThat(found(here, "team/a")).contains(template);
    assertThat(found(here, "team")).isEmpty();
  }

  @Test
  default void creation_templates_are_listed_changed_and_deleted_by_prefix() {
    RegistryId here = GivenRows.registry();
    List<String> prefixes = List.of("ROOT", "a", "a/b", "b");
    prefixes.forEach(prefix -> assertThat(inserted(template(here, prefix))).isTrue());

    Page<CreationTemplate, String> first =
        database().read(t -> t.creationTemplates().page(here, page(Optional.empty())));
    Page<CreationTemplate, String> second =
        database().read(t -> t.creationTemplates().page(here, page(first.next())));
    assertThat(Stream.of(first, second).flatMap(page -> page.items().stream()))
        .extracting(template -> template.prefix().value())
        .isEqualTo(prefixes);
    assertThat(second.next()).isEmpty();
    assertThat(database().<Long>read(t -> t.creationTemplates().count(here))).isEqualTo(4);

    CreationTemplate changed = plain(here, "a");
    given().change(t -> t.creationTemplates().update(changed));
    assertThat(found(here, "a")).contains(changed);
    given().change(t -> t.creationTemplates().delete(here, changed.prefix()));
    assertThat(found(here, "a")).isEmpty();
    assertThat(found(here, "a/b")).isPresent();
  }

  private static Page.Request<String> page(Optional<String> after) {
    return new Page.Request<>(after, 3);
  }

  private boolean inserted(CreationTemplate template) {
    return database().write(t -> t.creationTemplates().insert(template));
  }

  private Optional<CreationTemplate> found(RegistryId registry, String prefix) {
    return database().read(t -> t.creationTemplates().find(registry, new RepositoryPrefix(prefix)));
  }

  private static CreationTemplate template(RegistryId registry, String prefix) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("z", "last and first");
    tags.put("a", "");
    return new CreationTemplate(
        registry,
        new RepositoryPrefix(prefix),
        Optional.of("words"),
        new Encryption(Encryption.Type.KMS, Optional.of("arn:aws:kms:r:1:key/k")),
        tags,
        new TagMutability(
            TagMutability.Mode.IMMUTABLE_WITH_EXCLUSION,
            List.of(new TagFilter("dev-*"), new TagFilter("b"))),
        Optional.of("{}"),
        Optional.of("{\n}"),
        List.of(CreationScenario.CREATE_ON_PUSH, CreationScenario.REPLICATION),
        Optional.of("arn:aws:iam::123456789012:role/r"),
        GivenRows.NOW,
        GivenRows.NOW.plusSeconds(1));
  }

  private static CreationTemplate plain(RegistryId registry, String prefix) {
    return new CreationTemplate(
        registry,
        new RepositoryPrefix(prefix),
        Optional.empty(),
        Encryption.AES256,
        Map.of(),
        TagMutability.MUTABLE,
        Optional.empty(),
        Optional.empty(),
        List.of(CreationScenario.PULL_THROUGH_CACHE),
        Optional.empty(),
        GivenRows.NOW,
        GivenRows.NOW.plusSeconds(2));
  }

  @Test
  default void a_pull_through_cache_rule_is_found_changed_and_deleted_by_its_prefix() {
    RegistryId here = GivenRows.registry();
    PullThroughCacheRule rule = rule(here, "quay/");
    assertThat(added(rule)).isTrue();
    assertThat(added(rule(here, "quay"))).as("the same prefix").isFalse();
    assertThat(added(rule(GivenRows.registry(), "quay"))).isTrue();
    assertThat(ruleOf(here, "quay")).contains(rule);

    PullThroughCacheRule changed =
        rule.with(Optional.empty(), Optional.empty(), GivenRows.NOW.plusSeconds(9));
    given().change(t -> t.pullThroughCacheRules().update(changed));
    assertThat(ruleOf(here, "quay")).contains(changed);
    assertThat(database().<Long>read(t -> t.pullThroughCacheRules().count(here))).isEqualTo(1);

    given().change(t -> t.pullThroughCacheRules().delete(here, rule.prefix()));
    assertThat(ruleOf(here, "quay")).isEmpty();
  }

  @Test
  default void pull_through_cache_rules_are_listed_by_prefix() {
    RegistryId here = GivenRows.registry();
    List<String> prefixes = List.of("ROOT", "aa", "aa/b", "bb");
    prefixes.reversed().forEach(prefix -> assertThat(added(rule(here, prefix))).isTrue());

    Page<PullThroughCacheRule, String> first =
        database().read(t -> t.pullThroughCacheRules().page(here, page(Optional.empty())));
    Page<PullThroughCacheRule, String> second =
        database().read(t -> t.pullThroughCacheRules().page(here, page(first.next())));

    assertThat(Stream.of(first, second).flatMap(page -> page.items().stream()))
        .extracting(rule -> rule.prefix().value())
        .isEqualTo(prefixes);
    assertThat(second.next()).isEmpty();
  }

  private boolean added(PullThroughCacheRule rule) {
    return database().write(t -> t.pullThroughCacheRules().insert(rule));
  }

  private Optional<PullThroughCacheRule> ruleOf(RegistryId registry, String prefix) {
    return database()
        .read(t -> t.pullThroughCacheRules().find(registry, new RepositoryPrefix(prefix)));
  }

  private static PullThroughCacheRule rule(RegistryId registry, String prefix) {
    return new PullThroughCacheRule(
        registry,
        new RepositoryPrefix(prefix),
        UpstreamRegistry.QUAY,
        "quay.io",
        new RepositoryPrefix("theirs"),
        Optional.of("arn:of:secret"),
        Optional.of("arn:of:role"),
        GivenRows.NOW,
        GivenRows.NOW.plusSeconds(1));
  }

  private Optional<String> setting(RegistryId registry, AccountSetting setting) {
    return database().read(t -> t.accountSettings().find(registry, setting));
  }
}
