package dev.berth.wire.ecr;

import static dev.berth.wire.ecr.EcrDemands.onAccountSetting;
import static dev.berth.wire.ecr.EcrDemands.onNamedRepositories;
import static dev.berth.wire.ecr.EcrDemands.onNewRepository;
import static dev.berth.wire.ecr.EcrDemands.onRegistry;
import static dev.berth.wire.ecr.EcrDemands.onRepository;
import static dev.berth.wire.ecr.EcrDemands.onTagged;
import static dev.berth.wire.ecr.EcrDemands.onTemplate;
import static dev.berth.wire.ecr.EcrDemands.onUntagged;

import dev.berth.registry.Limits;
import dev.berth.wire.ecr.image.BatchDeleteImage;
import dev.berth.wire.ecr.image.BatchGetImage;
import dev.berth.wire.ecr.image.DescribeImages;
import dev.berth.wire.ecr.image.ListImageReferrers;
import dev.berth.wire.ecr.image.ListImages;
import dev.berth.wire.ecr.image.PutImage;
import dev.berth.wire.ecr.image.UpdateImageStorageClass;
import dev.berth.wire.ecr.layer.BatchCheckLayerAvailability;
import dev.berth.wire.ecr.layer.CompleteLayerUpload;
import dev.berth.wire.ecr.layer.GetDownloadUrlForLayer;
import dev.berth.wire.ecr.layer.InitiateLayerUpload;
import dev.berth.wire.ecr.layer.UploadLayerPart;
import dev.berth.wire.ecr.lifecycle.DeleteLifecyclePolicy;
import dev.berth.wire.ecr.lifecycle.GetLifecyclePolicy;
import dev.berth.wire.ecr.lifecycle.GetLifecyclePolicyPreview;
import dev.berth.wire.ecr.lifecycle.PutLifecyclePolicy;
import dev.berth.wire.ecr.lifecycle.StartLifecyclePolicyPreview;
import dev.berth.wire.ecr.policy.DeleteRegistryPolicy;
import dev.berth.wire.ecr.policy.DeleteRepositoryPolicy;
import dev.berth.wire.ecr.policy.GetRegistryPolicy;
import dev.berth.wire.ecr.policy.GetRepositoryPolicy;
import dev.berth.wire.ecr.policy.PutRegistryPolicy;
import dev.berth.wire.ecr.policy.SetRepositoryPolicy;
import dev.berth.wire.ecr.pulltime.DeregisterPullTimeUpdateExclusion;
import dev.berth.wire.ecr.pulltime.ListPullTimeUpdateExclusions;
import dev.berth.wire.ecr.pulltime.RegisterPullTimeUpdateExclusion;
import dev.berth.wire.ecr.registry.DescribeRegistry;
import dev.berth.wire.ecr.registry.GetAuthorizationToken;
import dev.berth.wire.ecr.replication.DescribeImageReplicationStatus;
import dev.berth.wire.ecr.replication.PutReplicationConfiguration;
import dev.berth.wire.ecr.repository.CreateRepository;
import dev.berth.wire.ecr.repository.DeleteRepository;
import dev.berth.wire.ecr.repository.DescribeRepositories;
import dev.berth.wire.ecr.repository.PutImageTagMutability;
import dev.berth.wire.ecr.scanning.BatchGetRepositoryScanningConfiguration;
import dev.berth.wire.ecr.scanning.DescribeImageScanFindings;
import dev.berth.wire.ecr.scanning.GetRegistryScanningConfiguration;
import dev.berth.wire.ecr.scanning.PutImageScanningConfiguration;
import dev.berth.wire.ecr.scanning.PutRegistryScanningConfiguration;
import dev.berth.wire.ecr.scanning.StartImageScan;
import dev.berth.wire.ecr.setting.GetAccountSetting;
import dev.berth.wire.ecr.setting.PutAccountSetting;
import dev.berth.wire.ecr.signing.DeleteSigningConfiguration;
import dev.berth.wire.ecr.signing.DescribeImageSigningStatus;
import dev.berth.wire.ecr.signing.GetSigningConfiguration;
import dev.berth.wire.ecr.signing.PutSigningConfiguration;
import dev.berth.wire.ecr.tagging.ListTagsForResource;
import dev.berth.wire.ecr.tagging.TagResource;
import dev.berth.wire.ecr.tagging.UntagResource;
import dev.berth.wire.ecr.template.CreateRepositoryCreationTemplate;
import dev.berth.wire.ecr.template.DeleteRepositoryCreationTemplate;
import dev.berth.wire.ecr.template.DescribeRepositoryCreationTemplates;
import dev.berth.wire.ecr.template.UpdateRepositoryCreationTemplate;
import dev.berth.wire.ecr.upstream.CreatePullThroughCacheRule;
import dev.berth.wire.ecr.upstream.DeletePullThroughCacheRule;
import dev.berth.wire.ecr.upstream.DescribePullThroughCacheRules;
import dev.berth.wire.ecr.upstream.UpdatePullThroughCacheRule;
import dev.berth.wire.ecr.upstream.ValidatePullThroughCacheRule;
import dev.berth.wire.json.Demands;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.JsonRow;
import dev.berth.wire.json.JsonService;
import dev.berth.wire.json.ServiceModel;
import java.util.List;

/**
 * The operations of the ECR API: one row each, with what it needs the right to do and what does it
 * (CHECKLIST PR-01, IA-01).
 */
public final class EcrOperations {
  private static final String MODEL = "/dev/berth/wire/ecr/ecr-api.json";

  // IAM dossier 1: bytes of JSON, so a third more than the bytes inside for a layer part.
  private static final long LAYER_PART = 28L * 1024 * 1024;
  private static final long MANIFEST = 6L * 1024 * 1024;
  private static final long DEFAULT = 1024L * 1024;

  private final ServiceModel model;

  private EcrOperations(Limits limits) {
    model = ServiceModel.load(MODEL, QuotaShapes.of(limits));
  }

  /**
   * The service with all its rows.
   *
   * @param limits the quotas that the shapes of requests follow
   */
  public static JsonService service(Backend backend, Limits limits) {
    EcrOperations operations = new EcrOperations(limits);
    return new JsonService(operations.model, operations.table(backend));
  }

  private List<JsonRow<?>> table(Backend on) {
    return List.of(
        row(
            "BatchCheckLayerAvailability",
            onRepository(),
            new BatchCheckLayerAvailability(on.layers())),
        row("BatchDeleteImage", onRepository(), new BatchDeleteImage(on.images())),
        row("BatchGetImage", onRepository(), new BatchGetImage(on.images())),
        row(
            "BatchGetRepositoryScanningConfiguration",
            onNamedRepositories(),
            new BatchGetRepositoryScanningConfiguration(on.scanning())),
        row("CompleteLayerUpload", onRepository(), new CompleteLayerUpload(on.uploads())),
        row("CreatePullThroughCacheRule", onRegistry(), new CreatePullThroughCacheRule(on.rules())),
        row(
            "CreateRepository",
            onNewRepository(),
            new CreateRepository(on.repositories(), on.hosts())),
        row(
            "DeleteLifecyclePolicy",
            onRepository(),
            new DeleteLifecyclePolicy(on.lifecycle().policies())),
        row(
            "CreateRepositoryCreationTemplate",
            onTemplate(),
            new CreateRepositoryCreationTemplate(on.templates())),
        row("DeletePullThroughCacheRule", onRegistry(), new DeletePullThroughCacheRule(on.rules())),
        row("DeleteRegistryPolicy", onRegistry(), new DeleteRegistryPolicy(on.policies())),
        row(
            "DeleteRepository",
            onRepository(),
            new DeleteRepository(on.repositories(), on.hosts())),
        row(
            "DeleteRepositoryCreationTemplate",
            onRegistry(),
            new DeleteRepositoryCreationTemplate(on.templates())),
        row("DeleteRepositoryPolicy", onRepository(), new DeleteRepositoryPolicy(on.policies())),
        row(
            "DeleteSigningConfiguration",
            onRegistry(),
            new DeleteSigningConfiguration(on.signing())),
        row(
            "DeregisterPullTimeUpdateExclusion",
            onRegistry(),
            new DeregisterPullTimeUpdateExclusion(on.images().exclusions())),
        row(
            "DescribeImageReplicationStatus",
            onRepository(),
            new DescribeImageReplicationStatus(on.replication())),
        row(
            "DescribeImageScanFindings",
            onRepository(),
            new DescribeImageScanFindings(on.scanning())),
        row(
            "DescribeImageSigningStatus",
            onRepository(),
            new DescribeImageSigningStatus(on.signing())),
        row("DescribeImages", onRepository(), new DescribeImages(on.images(), on.pages())),
        row(
            "DescribePullThroughCacheRules",
            onRegistry(),
            new DescribePullThroughCacheRules(on.rules(), on.pages())),
        row("DescribeRegistry", onRegistry(), new DescribeRegistry(on.replication())),
        row(
            "DescribeRepositories",
            onNamedRepositories(),
            new DescribeRepositories(on.repositories(), on.hosts(), on.pages())),
        row(
            "DescribeRepositoryCreationTemplates",
            onRegistry(),
            new DescribeRepositoryCreationTemplates(on.templates(), on.pages())),
        row("GetAccountSetting", onAccountSetting(), new GetAccountSetting(on.settings())),
        row(
            "GetAuthorizationToken",
            onRegistry(),
            new GetAuthorizationToken(on.tokens(), on.hosts())),
        row(
            "GetDownloadUrlForLayer",
            onRepository(),
            new GetDownloadUrlForLayer(on.layers(), on.downloads())),
        row(
            "GetLifecyclePolicy",
            onRepository(),
            new GetLifecyclePolicy(on.lifecycle().policies())),
        row(
            "GetLifecyclePolicyPreview",
            onRepository(),
            new GetLifecyclePolicyPreview(on.lifecycle().previews(), on.pages())),
        row("GetRegistryPolicy", onRegistry(), new GetRegistryPolicy(on.policies())),
        row(
            "GetRegistryScanningConfiguration",
            onRegistry(),
            new GetRegistryScanningConfiguration(on.scanning())),
        row("GetRepositoryPolicy", onRepository(), new GetRepositoryPolicy(on.policies())),
        row("GetSigningConfiguration", onRegistry(), new GetSigningConfiguration(on.signing())),
        row(
            "InitiateLayerUpload",
            onRepository(),
            new InitiateLayerUpload(on.uploads(), on.creation())),
        row(
            "ListImageReferrers",
            onRepository("BatchGetImage"),
            new ListImageReferrers(on.images(), on.pages())),
        row("ListImages", onRepository(), new ListImages(on.images(), on.pages())),
        row(
            "ListPullTimeUpdateExclusions",
            onRegistry(),
            new ListPullTimeUpdateExclusions(on.images().exclusions(), on.pages())),
        row("ListTagsForResource", onTagged(), new ListTagsForResource(on.repositories())),
        row("PutAccountSetting", onAccountSetting(), new PutAccountSetting(on.settings())),
        row("PutImage", onRepository(), new PutImage(on.images(), on.creation()), MANIFEST),
        row(
            "PutImageScanningConfiguration",
            onRepository(),
            new PutImageScanningConfiguration(on.scanning())),
        row("PutImageTagMutability", onRepository(), new PutImageTagMutability(on.repositories())),
        row(
            "PutLifecyclePolicy",
            onRepository(),
            new PutLifecyclePolicy(on.lifecycle().policies())),
        row("PutRegistryPolicy", onRegistry(), new PutRegistryPolicy(on.policies())),
        row(
            "PutRegistryScanningConfiguration",
            onRegistry(),
            new PutRegistryScanningConfiguration(on.scanning(), on.settingLimits())),
        row(
            "PutReplicationConfiguration",
            onRegistry(),
            new PutReplicationConfiguration(on.replication(), on.settingLimits())),
        row(
            "PutSigningConfiguration",
            onRegistry(),
            new PutSigningConfiguration(on.signing(), on.settingLimits())),
        row(
            "RegisterPullTimeUpdateExclusion",
            onRegistry(),
            new RegisterPullTimeUpdateExclusion(on.images().exclusions())),
        row(
            "SetRepositoryPolicy",
            onRepository(),
            new SetRepositoryPolicy(on.policies(), on.lockout())),
        row("StartImageScan", onRepository(), new StartImageScan(on.scanning())),
        row(
            "StartLifecyclePolicyPreview",
            onRepository(),
            new StartLifecyclePolicyPreview(on.lifecycle().previews())),
        row("TagResource", onTagged(), new TagResource(on.repositories())),
        row("UntagResource", onUntagged(), new UntagResource(on.repositories())),
        row(
            "UpdateImageStorageClass",
            onRepository(),
            new UpdateImageStorageClass(on.storageClasses())),
        row("UpdatePullThroughCacheRule", onRegistry(), new UpdatePullThroughCacheRule(on.rules())),
        row(
            "UpdateRepositoryCreationTemplate",
            onTemplate(),
            new UpdateRepositoryCreationTemplate(on.templates())),
        row("UploadLayerPart", onRepository(), new UploadLayerPart(on.uploads()), LAYER_PART),
        row(
            "ValidatePullThroughCacheRule",
            onRegistry(),
            new ValidatePullThroughCacheRule(on.rules())));
  }

  private <Q> JsonRow<Q> row(String name, Demands demands, JsonOperation<Q> operation) {
    return row(name, demands, operation, DEFAULT);
  }

  private <Q> JsonRow<Q> row(
      String name, Demands demands, JsonOperation<Q> operation, long bodyLimit) {
    return new JsonRow<>(model.require(name), demands, bodyLimit, operation);
  }
}
