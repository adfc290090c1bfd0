package dev.berth.registry.refusal;

/**
 * What the registry says no to, for a reason that the client must understand. Each kind carries its
 * facts; doors map kinds to the codes of their protocol with a {@code switch} that the compiler
 * checks. The message is ECR's own text where one is known (ecr-behaviour 1.4). A refusal is an
 * answer, not a failure: it has no stack trace, and nothing was changed unless its kind says so.
 */
public abstract sealed class Refusal extends RuntimeException
    permits RepositoryNotFound,
        RepositoryAlreadyExists,
        RepositoryNotEmpty,
        TooManyResourceTags,
        InvalidResourceTag,
        ImageNotFound,
        ImageAlreadyExists,
        ImageTagAlreadyExists,
        ImageDigestDoesNotMatch,
        ImageReferencedByManifestList,
        ManifestInvalid,
        LayersNotFound,
        ReferencedImagesNotFound,
        UploadNotFound,
        UploadOutOfOrder,
        UploadLengthMismatch,
        UploadBusy,
        EmptyUpload,
        LayerPartTooSmall,
        LayerPartTooLarge,
        DigestMismatch,
        LayerAlreadyExists,
        LayerNotFound,
        LayerInaccessible,
        LayerReferenced,
        LimitExceeded,
        InsufficientStorage,
        StorageClassUpdateNotSupported,
        SigningConfigurationNotFound,
        FeatureDisabled,
        ScanNotFound,
        UnsupportedImageType,
        ImageArchived,
        ExclusionNotFound,
        ExclusionAlreadyExists,
        RepositoryPolicyNotFound,
        RegistryPolicyNotFound,
        PolicyInvalid,
        AccountSettingInvalid,
        LifecyclePolicyInvalid,
        LifecyclePolicyNotFound,
        LifecyclePolicyPreviewNotFound,
        LifecyclePolicyPreviewInProgress,
        LifecyclePaused,
        SettingInvalid,
        TemplateNotFound,
        TemplateAlreadyExists,
        RepositoryNotCreated,
        RuleNotFound,
        RuleAlreadyExists,
        SecretNotFound,
        UpstreamUnsupported,
        TrashEntryNotFound,
        RepositoryInTrash,
        RepositoryNameTaken,
        TrashIncomplete {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message, null, false, false);
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
