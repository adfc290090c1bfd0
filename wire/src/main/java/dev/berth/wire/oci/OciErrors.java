package dev.berth.wire.oci;

import static dev.berth.wire.oci.OciError.Code.BLOB_UNKNOWN;
import static dev.berth.wire.oci.OciError.Code.BLOB_UPLOAD_INVALID;
import static dev.berth.wire.oci.OciError.Code.BLOB_UPLOAD_UNKNOWN;
import static dev.berth.wire.oci.OciError.Code.DENIED;
import static dev.berth.wire.oci.OciError.Code.DIGEST_INVALID;
import static dev.berth.wire.oci.OciError.Code.MANIFEST_BLOB_UNKNOWN;
import static dev.berth.wire.oci.OciError.Code.MANIFEST_INVALID;
import static dev.berth.wire.oci.OciError.Code.MANIFEST_UNKNOWN;
import static dev.berth.wire.oci.OciError.Code.NAME_UNKNOWN;
import static dev.berth.wire.oci.OciError.Code.SIZE_INVALID;
import static dev.berth.wire.oci.OciError.Code.TAG_INVALID;
import static dev.berth.wire.oci.OciError.Code.UNKNOWN;
import static dev.berth.wire.oci.OciError.Code.UNSUPPORTED;

import dev.berth.blob.BlobStoreFull;
import dev.berth.iam.AccessDenied;
import dev.berth.metadata.DatabaseFull;
import dev.berth.metadata.DatabaseUnavailable;
import dev.berth.model.Digest;
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
import dev.berth.wire.door.AuditTrailFull;
import dev.berth.wire.door.BodyBudget.Overloaded;
import dev.berth.wire.door.BodyTooLarge;
import dev.berth.wire.door.ClientGone;
import dev.berth.wire.door.NotAdmitted;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The one place where refusals get the status and code of this protocol (ECR dossier 7.2, OCI
 * distribution-spec, "Error Codes"). The compiler finds a refusal that has none.
 */
final class OciErrors {
  private static final int SHOWN_DIGESTS = 100;

  private final OciSettings settings;

  OciErrors(OciSettings settings) {
    this.settings = settings;
  }

  /** What to answer to whatever was thrown. */
  OciError of(Throwable failure) {
    return switch (failure) {
      case OciError error -> error;
      case Refusal refusal -> of(refusal);
      case AccessDenied denied -> OciError.of(403, DENIED, denied.getMessage());
      case NotAdmitted turnedAway -> of(turnedAway);
      case BodyTooLarge tooLarge -> OciError.of(413, SIZE_INVALID, tooLarge.getMessage());
      case Overloaded overloaded ->
          OciError.of(503, OciError.Code.TOOMANYREQUESTS, overloaded.getMessage())
              .with("Retry-After", "1");
      case ClientGone gone -> OciError.of(400, BLOB_UPLOAD_INVALID, gone.getMessage());
      case DatabaseFull _, AuditTrailFull _ -> full();
      case UncheckedIOException broken when broken.getCause() instanceof BlobStoreFull -> full();
      case DatabaseUnavailable _ ->
          OciError.of(503, UNKNOWN, "The server cannot reach its database. Try again in a moment.")
              .with("Retry-After", "1");
      default ->
          OciError.of(
              500, UNKNOWN, "The server failed; its log has the reason under the request id.");
    };
  }

  private static OciError of(NotAdmitted turnedAway) {
    String text = turnedAway.getMessage();
    int status = turnedAway.status();
    return switch (turnedAway) {
      case NotAdmitted.UnreadableForwarding _ -> OciError.of(status, UNSUPPORTED, text);
      case NotAdmitted.PlainCredential _ -> OciError.of(status, DENIED, text);
      case NotAdmitted.Slowed _ ->
          OciError.of(status, OciError.Code.TOOMANYREQUESTS, text); // V2-09
    };
  }

  // RFC 4918 11.5: the method could not be performed because the server cannot store what it needs
  private static OciError full() {
    return OciError.of(507, DENIED, "The server's disk is full. Nothing was stored; reads go on.");
  }

  private OciError of(Refusal refusal) {
    String text = refusal.getMessage();
    return switch (refusal) {
      case RepositoryNotFound _, RepositoryNotCreated _ -> OciError.of(404, NAME_UNKNOWN, text);
      case RepositoryAlreadyExists _,
          RepositoryNotEmpty _,
          TooManyResourceTags _,
          InvalidResourceTag _,
          RepositoryPolicyNotFound _,
          RegistryPolicyNotFound _,
          SigningConfigurationNotFound _,
          FeatureDisabled _,
          ScanNotFound _,
          UnsupportedImageType _,
          ImageArchived _,
          ExclusionNotFound _,
          ExclusionAlreadyExists _,
          PolicyInvalid _,
          AccountSettingInvalid _,
          StorageClassUpdateNotSupported _,
          LifecyclePolicyInvalid _,
          LifecyclePolicyNotFound _,
          LifecyclePolicyPreviewNotFound _,
          LifecyclePolicyPreviewInProgress _,
          LifecyclePaused _,
          TemplateNotFound _,
          TemplateAlreadyExists _,
          SettingInvalid _,
          RuleNotFound _,
          RuleAlreadyExists _,
          SecretNotFound _,
          UpstreamUnsupported _,
          TrashEntryNotFound _,
          RepositoryInTrash _,
          RepositoryNameTaken _,
          TrashIncomplete _ ->
          OciError.of(400, UNSUPPORTED, text);
      case ImageNotFound _ -> OciError.of(404, MANIFEST_UNKNOWN, "Requested image not found");
      case ImageAlreadyExists _ -> OciError.of(400, MANIFEST_INVALID, text);
      case ImageTagAlreadyExists _ -> OciError.of(400, TAG_INVALID, text);
      case ImageDigestDoesNotMatch _ -> OciError.of(400, DIGEST_INVALID, text);
      case ImageReferencedByManifestList _ -> OciError.of(405, UNSUPPORTED, text);
      case ManifestInvalid invalid -> of(invalid);
      case LayersNotFound missing ->
          OciError.of(400, settings.strictEcr() ? BLOB_UPLOAD_UNKNOWN : MANIFEST_BLOB_UNKNOWN, text)
              .about(shown(missing.digests()));
      case ReferencedImagesNotFound missing ->
          OciError.of(400, MANIFEST_BLOB_UNKNOWN, text).about(shown(missing.digests()));
      case UploadNotFound _ -> OciError.of(404, BLOB_UPLOAD_UNKNOWN, text);
      case UploadOutOfOrder order -> outOfRange(text, order.upload(), order.expected());
      case UploadBusy busy -> outOfRange(text, busy.upload(), busy.offset());
      case UploadLengthMismatch _ -> OciError.of(400, SIZE_INVALID, text);
      case EmptyUpload _, LayerPartTooSmall _, LayerPartTooLarge _, LayerAlreadyExists _ ->
          OciError.of(400, BLOB_UPLOAD_INVALID, text);
      case DigestMismatch _ ->
          OciError.of(400, settings.strictEcr() ? BLOB_UPLOAD_INVALID : DIGEST_INVALID, text);
      case LayerNotFound _, LayerInaccessible _ -> OciError.of(404, BLOB_UNKNOWN, text);
      case LayerReferenced _ -> OciError.of(405, UNSUPPORTED, text);
      case LimitExceeded _ -> OciError.of(403, DENIED, text);
      case InsufficientStorage _ -> OciError.of(507, DENIED, text);
    };
  }

  // The true range goes with it, so that the client can go on where the upload stands.
  private static OciError outOfRange(String text, UploadId upload, long offset) {
    return OciError.of(416, BLOB_UPLOAD_INVALID, text)
        .with("Range", UploadRange.of(offset))
        .with("Docker-Upload-UUID", upload.toString());
  }

  private static OciError of(ManifestInvalid invalid) {
    String text = invalid.getMessage();
    return switch (invalid.kind()) {
      case TOO_LARGE -> OciError.of(413, SIZE_INVALID, text);
      case UNKNOWN_MEDIA_TYPE, SCHEMA_1, OCI_ARTIFACT_MANIFEST, TOO_MANY_LAYERS, NO_LAYERS ->
          OciError.of(405, UNSUPPORTED, text);
      case SIZE_MISMATCH -> OciError.of(400, SIZE_INVALID, text);
      case NOT_JSON, NO_MEDIA_TYPE, MEDIA_TYPE_CONFLICT, MEMBER, IMAGE_AND_INDEX, DATA_MISMATCH ->
          OciError.of(400, MANIFEST_INVALID, text);
    };
  }

  private static List<String> shown(List<Digest> digests) {
    return digests.stream().limit(SHOWN_DIGESTS).map(Digest::toString).toList();
  }
}
