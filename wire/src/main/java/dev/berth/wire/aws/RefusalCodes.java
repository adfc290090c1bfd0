package dev.berth.wire.aws;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;
import dev.berth.registry.refusal.AccountSettingInvalid;
import dev.berth.registry.refusal.DigestMismatch;
import dev.berth.registry.refusal.EmptyUpload;
import dev.berth.registry.refusal.ExclusionAlreadyExists;
import dev.berth.registry.refusal.ExclusionNotFound;
import dev.berth.registry.refusal.FeatureDisabled;
import dev.berth.registry.refusal.ImageAlreadyExists;
import dev.berth.registry.refusal.ImageArchived;
import dev.berth.registry.refusal.ImageDigestDoesNotMatch;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.ImageReferencedByManifestList;
import dev.berth.registry.refusal.ImageTagAlreadyExists;
import dev.berth.registry.refusal.InsufficientStorage;
import dev.berth.registry.refusal.InvalidResourceTag;
import dev.berth.registry.refusal.LayerAlreadyExists;
import dev.berth.registry.refusal.LayerInaccessible;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.LayerPartTooLarge;
import dev.berth.registry.refusal.LayerPartTooSmall;
import dev.berth.registry.refusal.LayerReferenced;
import dev.berth.registry.refusal.LayersNotFound;
import dev.berth.registry.refusal.LifecyclePaused;
import dev.berth.registry.refusal.LifecyclePolicyInvalid;
import dev.berth.registry.refusal.LifecyclePolicyNotFound;
import dev.berth.registry.refusal.LifecyclePolicyPreviewInProgress;
import dev.berth.registry.refusal.LifecyclePolicyPreviewNotFound;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.ManifestInvalid;
import dev.berth.registry.refusal.PolicyInvalid;
import dev.berth.registry.refusal.ReferencedImagesNotFound;
import dev.berth.registry.refusal.Refusal;
import dev.berth.registry.refusal.RegistryPolicyNotFound;
import dev.berth.registry.refusal.RepositoryAlreadyExists;
import dev.berth.registry.refusal.RepositoryInTrash;
import dev.berth.registry.refusal.RepositoryNameTaken;
import dev.berth.registry.refusal.RepositoryNotCreated;
import dev.berth.registry.refusal.RepositoryNotEmpty;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.RepositoryPolicyNotFound;
import dev.berth.registry.refusal.RuleAlreadyExists;
import dev.berth.registry.refusal.RuleNotFound;
import dev.berth.registry.refusal.ScanNotFound;
import dev.berth.registry.refusal.SecretNotFound;
import dev.berth.registry.refusal.SettingInvalid;
import dev.berth.registry.refusal.SigningConfigurationNotFound;
import dev.berth.registry.refusal.StorageClassUpdateNotSupported;
import dev.berth.registry.refusal.TemplateAlreadyExists;
import dev.berth.registry.refusal.TemplateNotFound;
import dev.berth.registry.refusal.TooManyResourceTags;
import dev.berth.registry.refusal.TrashEntryNotFound;
import dev.berth.registry.refusal.TrashIncomplete;
import dev.berth.registry.refusal.UnsupportedImageType;
import dev.berth.registry.refusal.UploadBusy;
import dev.berth.registry.refusal.UploadLengthMismatch;
import dev.berth.registry.refusal.UploadNotFound;
import dev.berth.registry.refusal.UploadOutOfOrder;
import dev.berth.registry.refusal.UpstreamUnsupported;
import java.util.Map;

/**
 * The exception of the ECR API for every refusal of the registry (ECR dossier 1.4). Beside each
 * code stands the line of CHECKLIST that asks for it.
 */
final class RefusalCodes {
  private static final String INVALID_PARAMETER = "InvalidParameterException";

  private RefusalCodes() {}

  static AwsError of(Refusal refusal) {
    return switch (refusal) {
      case UploadOutOfOrder part -> // LY-04
          invalidPart(part, part.address(), part.upload(), part.lastValidByte());
      case UploadLengthMismatch part -> // LY-05
          invalidPart(part, part.address(), part.upload(), part.lastValidByte());
      case UploadBusy part -> // PR-04
          invalidPart(part, part.address(), part.upload(), part.lastValidByte());
      case PolicyInvalid policy -> // PO-04, PO-05, PO-11, RG-04
          constraint("PolicyText", policy.fault().words());
      case LifecyclePolicyInvalid policy -> // LC-02
          constraint("LifecyclePolicyText", policy.getMessage());
      case ManifestInvalid manifest -> constraint("ImageManifest", detail(manifest));
      case LayerPartTooLarge part -> // LY-06
          constraint(
              "layerPartBlob", "Member must have length less than or equal to " + part.max());
      default -> AwsError.of(code(refusal), refusal.getMessage());
    };
  }

  // A refusal that has no case here does not compile.
  private static String code(Refusal refusal) {
    return switch (refusal) {
      case RepositoryNotFound _ -> "RepositoryNotFoundException"; // PR-11
      case RepositoryAlreadyExists _ -> "RepositoryAlreadyExistsException"; // RP-05
      case RepositoryNotEmpty _ -> "RepositoryNotEmptyException"; // RP-10
      case TooManyResourceTags _ -> "TooManyTagsException"; // RP-07, TG-02
      case InvalidResourceTag _ -> "InvalidTagParameterException"; // TG-03, TG-05
      case ImageNotFound _ -> "ImageNotFoundException"; // IM-27
      case ImageAlreadyExists _ -> "ImageAlreadyExistsException"; // IM-04
      case ImageTagAlreadyExists _ -> "ImageTagAlreadyExistsException"; // TM-06
      case ImageDigestDoesNotMatch _ -> "ImageDigestDoesNotMatchException"; // IM-06
      case LayersNotFound _ -> "LayersNotFoundException"; // IM-08
      case ReferencedImagesNotFound _ -> "ReferencedImagesNotFoundException"; // IM-09
      case UploadNotFound _ -> "UploadNotFoundException"; // LY-11
      case EmptyUpload _ -> "EmptyUploadException"; // LY-08
      case LayerPartTooSmall _ -> "LayerPartTooSmallException"; // LY-07
      case DigestMismatch _ -> "InvalidLayerException"; // LY-09
      case LayerAlreadyExists _ -> "LayerAlreadyExistsException"; // LY-10
      case LayerNotFound _ -> "LayersNotFoundException"; // LY-15, LY-19
      case LayerInaccessible _ -> "LayerInaccessibleException"; // LY-14
      case LimitExceeded _ -> "LimitExceededException"; // RP-14, IM-10, LY-12
      case InsufficientStorage _ -> "LimitExceededException";
      // Reported per image by BatchDeleteImage (IM-22), and only /v2/ deletes layers.
      case ImageReferencedByManifestList _, LayerReferenced _ -> INVALID_PARAMETER;
      case ManifestInvalid _, LayerPartTooLarge _ -> INVALID_PARAMETER; // IM-07, LY-06
      case PolicyInvalid _, LifecyclePolicyInvalid _ -> INVALID_PARAMETER;
      case LifecyclePolicyNotFound _ -> "LifecyclePolicyNotFoundException"; // LC-40
      case LifecyclePolicyPreviewNotFound _ -> "LifecyclePolicyPreviewNotFoundException"; // LC-39
      case LifecyclePolicyPreviewInProgress _ ->
          "LifecyclePolicyPreviewInProgressException"; // LC-38
      case LifecyclePaused _ -> "ValidationException";
      case TrashEntryNotFound _ -> "TrashEntryNotFoundException";
      case RepositoryInTrash _, TrashIncomplete _ -> "ValidationException";
      case RepositoryNameTaken _ -> "RepositoryAlreadyExistsException";
      case RepositoryPolicyNotFound _ -> "RepositoryPolicyNotFoundException"; // PO-01
      case AccountSettingInvalid _ -> "ValidationException"; // RG-05, RG-07
      case ExclusionAlreadyExists _ -> "ExclusionAlreadyExistsException"; // AR-11
      case ExclusionNotFound _ -> "ExclusionNotFoundException"; // AR-11
      case ImageArchived _ -> "ImageArchivedException"; // AR-05
      case UnsupportedImageType _ -> "UnsupportedImageTypeException"; // SC-11
      case ScanNotFound _ -> "ScanNotFoundException"; // SC-13
      case FeatureDisabled _ -> "ValidationException"; // SC-07, SC-20
      case SigningConfigurationNotFound _ -> "SigningConfigurationNotFoundException"; // SG-01
      case StorageClassUpdateNotSupported _ ->
          "ImageStorageClassUpdateNotSupportedException"; // AR-10
      case TemplateNotFound _ -> "TemplateNotFoundException"; // CT-01
      case TemplateAlreadyExists _ -> "TemplateAlreadyExistsException"; // CT-01
      case RepositoryNotCreated _ -> "RepositoryNotFoundException"; // CT-07, CT-11
      case SettingInvalid _ -> "ValidationException"; // CT-07, PT-07
      case RuleNotFound _ -> "PullThroughCacheRuleNotFoundException"; // PT-04
      case RuleAlreadyExists _ -> "PullThroughCacheRuleAlreadyExistsException"; // PT-04
      case SecretNotFound _ -> "SecretNotFoundException"; // PT-02
      case UpstreamUnsupported _ -> "UnsupportedUpstreamRegistryException"; // PT-01
      case RegistryPolicyNotFound _ -> "RegistryPolicyNotFoundException"; // RG-01
      case UploadOutOfOrder _, UploadLengthMismatch _, UploadBusy _ ->
          "InvalidLayerPartException"; // LY-04
    };
  }

  // IM-07, IM-38, IM-39: ECR says no more than this about a manifest that it cannot read; where the
  // rule is ours, we say which.
  private static String detail(ManifestInvalid manifest) {
    return switch (manifest.kind()) {
      case NOT_JSON, NO_MEDIA_TYPE -> "Invalid JSON syntax";
      case TOO_LARGE,
          MEDIA_TYPE_CONFLICT,
          UNKNOWN_MEDIA_TYPE,
          SCHEMA_1,
          OCI_ARTIFACT_MANIFEST,
          MEMBER,
          IMAGE_AND_INDEX,
          DATA_MISMATCH,
          SIZE_MISMATCH,
          TOO_MANY_LAYERS,
          NO_LAYERS ->
          manifest.detail();
    };
  }

  private static AwsError constraint(String member, String detail) {
    return AwsError.of(
        INVALID_PARAMETER,
        "Invalid parameter at '%s' failed to satisfy constraint: '%s'".formatted(member, detail));
  }

  private static AwsError invalidPart(
      Refusal refusal, RepositoryAddress address, UploadId upload, long lastValidByte) {
    return new AwsError(
        code(refusal),
        refusal.getMessage(),
        Map.of(
            "registryId", address.registry().account().value(),
            "repositoryName", address.name().value(),
            "uploadId", upload.toString(),
            "lastValidByteReceived", lastValidByte));
  }
}
