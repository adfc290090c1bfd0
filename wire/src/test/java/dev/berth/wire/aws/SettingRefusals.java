package dev.berth.wire.aws;

import dev.berth.model.AccountSetting;
import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryPrefix;
import dev.berth.model.Tag;
import dev.berth.model.TrashId;
import dev.berth.registry.refusal.AccountSettingInvalid;
import dev.berth.registry.refusal.ExclusionAlreadyExists;
import dev.berth.registry.refusal.ExclusionNotFound;
import dev.berth.registry.refusal.FeatureDisabled;
import dev.berth.registry.refusal.ImageArchived;
import dev.berth.registry.refusal.LifecyclePaused;
import dev.berth.registry.refusal.LifecyclePolicyInvalid;
import dev.berth.registry.refusal.LifecyclePolicyNotFound;
import dev.berth.registry.refusal.LifecyclePolicyPreviewInProgress;
import dev.berth.registry.refusal.LifecyclePolicyPreviewNotFound;
import dev.berth.registry.refusal.Refusal;
import dev.berth.registry.refusal.RepositoryInTrash;
import dev.berth.registry.refusal.RepositoryNameTaken;
import dev.berth.registry.refusal.RepositoryNotCreated;
import dev.berth.registry.refusal.RuleAlreadyExists;
import dev.berth.registry.refusal.RuleNotFound;
import dev.berth.registry.refusal.ScanNotFound;
import dev.berth.registry.refusal.SecretNotFound;
import dev.berth.registry.refusal.SettingInvalid;
import dev.berth.registry.refusal.SigningConfigurationNotFound;
import dev.berth.registry.refusal.StorageClassUpdateNotSupported;
import dev.berth.registry.refusal.TemplateAlreadyExists;
import dev.berth.registry.refusal.TemplateNotFound;
import dev.berth.registry.refusal.TrashEntryNotFound;
import dev.berth.registry.refusal.TrashIncomplete;
import dev.berth.registry.refusal.UnsupportedImageType;
import dev.berth.registry.refusal.UpstreamUnsupported;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What operations on settings of registries, lifecycle policies, the archive, scans and the trash
 * refuse: the line of CHECKLIST, the code that the operation's model has for it, and the refusal.
 */
final class SettingRefusals {
  private static final Tag TAG = new Tag("v1");
  private static final RepositoryPrefix PREFIX = new RepositoryPrefix("team");

  private SettingRefusals() {}

  static Stream<Arguments> of(RepositoryAddress app, Digest digest) {
    return Stream.of(
            ofRegistry(app.registry(), Arn.ofRoot(app.registry().account())),
            ofImages(app, digest),
            ofTrash(app, digest))
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> ofTrash(RepositoryAddress app, Digest digest) {
    TrashId entry = new TrashId("trash-0123456789abcdef0");
    return Stream.of(
        row(
            "none: what is deleted",
            "TrashEntryNotFoundException",
            new TrashEntryNotFound(app.registry(), entry)),
        row("none: what is deleted", "ValidationException", new RepositoryInTrash(app, entry)),
        row("none: what is deleted", "ValidationException", new TrashIncomplete(digest, digest)),
        row(
            "none: what is deleted",
            "RepositoryAlreadyExistsException",
            new RepositoryNameTaken(app)));
  }

  private static Stream<Arguments> ofRegistry(RegistryId registry, Arn principal) {
    return Stream.of(
        row(
            "RG-07",
            "ValidationException",
            AccountSettingInvalid.value(AccountSetting.BASIC_SCAN_TYPE_VERSION, "CLAIR")),
        row(
            "AR-11",
            "ExclusionAlreadyExistsException",
            new ExclusionAlreadyExists(registry, principal)),
        row("AR-11", "ExclusionNotFoundException", new ExclusionNotFound(registry, principal)),
        row("SC-20", "ValidationException", new FeatureDisabled(registry)),
        row(
            "SG-01",
            "SigningConfigurationNotFoundException",
            new SigningConfigurationNotFound(registry)),
        row("CT-01", "TemplateAlreadyExistsException", new TemplateAlreadyExists(registry, PREFIX)),
        row("CT-01", "TemplateNotFoundException", new TemplateNotFound(registry, PREFIX)),
        row("CT-07", "ValidationException", new SettingInvalid("customRoleArn", "why")),
        row(
            "PT-04",
            "PullThroughCacheRuleAlreadyExistsException",
            new RuleAlreadyExists(registry, PREFIX)),
        row("PT-04", "PullThroughCacheRuleNotFoundException", new RuleNotFound(registry, PREFIX)),
        row("PT-07", "ValidationException", new SettingInvalid("upstreamRepositoryPrefix", "why")),
        row(
            "PT-01",
            "UnsupportedUpstreamRegistryException",
            UpstreamUnsupported.address("registry.example.org")),
        row("PT-02", "SecretNotFoundException", new SecretNotFound("arn")));
  }

  private static Stream<Arguments> ofImages(RepositoryAddress app, Digest digest) {
    return Stream.of(
        row("LC-02", "InvalidParameterException", new LifecyclePolicyInvalid("why")),
        row("LC-40", "LifecyclePolicyNotFoundException", new LifecyclePolicyNotFound(app)),
        row(
            "LC-38",
            "LifecyclePolicyPreviewInProgressException",
            new LifecyclePolicyPreviewInProgress(app)),
        row(
            "LC-39",
            "LifecyclePolicyPreviewNotFoundException",
            new LifecyclePolicyPreviewNotFound(app)),
        row("none: a clock that jumped", "ValidationException", new LifecyclePaused()),
        row("CT-07", "RepositoryNotFoundException", new RepositoryNotCreated(app, PREFIX, "why")),
        row(
            "AR-10",
            "ImageStorageClassUpdateNotSupportedException",
            new StorageClassUpdateNotSupported(
                app, digest, StorageClassUpdateNotSupported.Reason.REFERRER)),
        row("AR-05", "ImageArchivedException", new ImageArchived(app, digest)),
        row("SC-11", "UnsupportedImageTypeException", new UnsupportedImageType(app, digest)),
        row("SC-13", "ScanNotFoundException", new ScanNotFound(app, digest, Optional.of(TAG))));
  }

  private static Arguments row(String id, String code, Refusal refusal) {
    return Arguments.of(id, code, refusal);
  }
}
