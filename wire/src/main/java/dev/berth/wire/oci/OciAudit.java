package dev.berth.wire.oci;

import dev.berth.model.ImageReference;
import dev.berth.wire.audit.Audited;
import dev.berth.wire.exchange.Response;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the audit trail tells of requests under {@code /v2/}: the API calls that ECR records for
 * docker (ECR dossier, section 20; CHECKLIST TR-01, TR-02, TR-07). What ECR has no call for is
 * named in the same way.
 */
final class OciAudit {
  private static final String SOURCE = Audited.source("ecr");
  private static final int CREATED = 201;
  private static final String DIGEST_FIELD = "Docker-Content-Digest";
  private static final int MOST_TYPES = 20;

  private OciAudit() {}

  /** Empty for {@code /v2/} itself, unless a login there fails. */
  static Optional<Audited> of(OciRow row, OciRequest request, Optional<Response> answer) {
    return name(row, request, answer)
        .map(name -> new Audited(SOURCE, name, parameters(request), elements(request, answer)));
  }

  private static Optional<String> name(OciRow row, OciRequest request, Optional<Response> answer) {
    return switch (request.path()) {
      case OciPath.Base _ -> login(request, answer);
      case OciPath.Catalog _ -> Optional.of("DescribeRepositories");
      case OciPath.Tags _ -> Optional.of("ListImages");
      case OciPath.Referrers _ -> Optional.of("ListImageReferrers");
      case OciPath.Uploads _ -> Optional.of(begun(request, answer));
      case OciPath.OfManifest _ ->
          Optional.of(named(row, "BatchGetImage", "PutImage", "BatchDeleteImage"));
      case OciPath.OfBlob _ ->
          Optional.of(
              row.method().equals("HEAD")
                  ? "BatchCheckLayerAvailability"
                  : named(row, "GetDownloadUrlForLayer", "PutLayer", "DeleteLayer"));
      case OciPath.OfUpload _ ->
          Optional.of(
              row.method().equals("PATCH")
                  ? "UploadLayerPart"
                  : named(row, "GetLayerUpload", "CompleteLayerUpload", "CancelLayerUpload"));
    };
  }

  // Clients begin by asking without a credential; a wrong one is what somebody should hear of.
  private static Optional<String> login(OciRequest request, Optional<Response> answer) {
    return request.http().headers().first("Authorization").isPresent() && answer.isEmpty()
        ? Optional.of("DockerLogin")
        : Optional.empty();
  }

  private static String named(OciRow row, String get, String put, String delete) {
    return switch (row.method()) {
      case "PUT" -> put;
      case "DELETE" -> delete;
      default -> get;
    };
  }

  // A mount that cannot be is an upload: which of the two it was is known with the answer.
  private static String begun(OciRequest request, Optional<Response> answer) {
    boolean whole = request.query().first("digest").isPresent();
    boolean mounted =
        answer
            .map(told -> told.status() == CREATED && !whole)
            .orElse(!request.mountSources().isEmpty());
    return mounted ? "MountLayer" : "InitiateLayerUpload";
  }

  private static ObjectNode parameters(OciRequest request) {
    ObjectNode asked = Audited.nothing();
    request.path().repository().ifPresent(name -> asked.put("repositoryName", name.value()));
    switch (request.path()) {
      case OciPath.OfManifest(_, ImageReference reference) -> image(asked, request, reference);
      case OciPath.OfBlob(_, var digest) -> asked.put("layerDigest", digest.toString());
      case OciPath.OfUpload(_, var id) -> {
        asked.put("uploadId", id.toString());
        digests(asked, request, "digest");
        request
            .http()
            .headers()
            .first("Content-Range")
            .ifPresent(range -> asked.put("contentRange", range));
      }
      case OciPath.Uploads _ -> {
        digests(asked, request, "digest");
        digests(asked, request, "mount");
        request.query().first("from").ifPresent(from -> asked.put("mountFrom", from));
      }
      case OciPath.Referrers(_, var subject) ->
          asked.putObject("subjectId").put("imageDigest", subject.toString());
      case OciPath.Base _, OciPath.Catalog _, OciPath.Tags _ -> {
        // the name says all
      }
    }
    return asked;
  }

  private static void digests(ObjectNode asked, OciRequest request, String parameter) {
    request
        .query()
        .first(parameter)
        .ifPresent(digest -> asked.putArray("layerDigests").add(digest));
  }

  private static void image(ObjectNode asked, OciRequest request, ImageReference reference) {
    if (request.http().method().equals("PUT")) {
      id(asked, reference);
      request
          .http()
          .headers()
          .first("Content-Type")
          .ifPresent(type -> asked.put("imageManifestMediaType", type));
      List<String> tags = request.query().all("tag");
      if (!tags.isEmpty()) {
        tags.forEach(asked.putArray("imageTags")::add);
      }
      return;
    }
    id(asked.putArray("imageIds").addObject(), reference);
    List<String> accepted = request.http().headers().all("Accept");
    if (!accepted.isEmpty()) {
      var types = asked.putArray("acceptedMediaTypes");
      accepted.stream()
          .flatMap(field -> List.of(field.split(",")).stream())
          .limit(MOST_TYPES)
          .forEach(type -> types.add(type.strip()));
    }
  }

  private static void id(ObjectNode into, ImageReference reference) {
    switch (reference) {
      case ImageReference.ByTag(var tag) -> into.put("imageTag", tag.value());
      case ImageReference.ByDigest(var digest) -> into.put("imageDigest", digest.toString());
    }
  }

  /** What a change gave, as far as the request did not say it. */
  private static ObjectNode elements(OciRequest request, Optional<Response> answer) {
    ObjectNode told = Audited.nothing();
    if (answer.isEmpty()) {
      return told;
    }
    var fields = answer.get().headers();
    switch (request.path()) {
      case OciPath.Uploads _ ->
          fields
              .first("Docker-Upload-UUID")
              .ifPresentOrElse(
                  id -> told.put("uploadId", id),
                  () ->
                      fields
                          .first(DIGEST_FIELD)
                          .ifPresent(digest -> told.put("layerDigest", digest)));
      case OciPath.OfManifest(_, ImageReference reference)
          when request.http().method().equals("PUT") -> {
        ObjectNode id = told.putObject("image").putObject("imageId");
        id(id, reference);
        fields.first(DIGEST_FIELD).ifPresent(digest -> id.put("imageDigest", digest));
      }
      default -> {
        // a read, or the request says it all
      }
    }
    return told;
  }
}
