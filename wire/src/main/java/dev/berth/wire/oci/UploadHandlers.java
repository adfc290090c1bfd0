package dev.berth.wire.oci;

import dev.berth.iam.Decision;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.UploadId;
import dev.berth.registry.template.CreationOnNeed;
import dev.berth.registry.upload.Chunk;
import dev.berth.registry.upload.Completed;
import dev.berth.registry.upload.Layers;
import dev.berth.registry.upload.Mount;
import dev.berth.registry.upload.Uploads;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.FirstPush;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.io.IOException;
import java.util.Optional;

/**
 * Uploads (distribution-spec, "Pushing blobs"): at once, as a stream, in chunks, or mounted from
 * another repository.
 */
public final class UploadHandlers {
  private static final String UUID_FIELD = "Docker-Upload-UUID";
  private static final String DIGEST_FIELD = "Docker-Content-Digest";

  private final Uploads uploads;
  private final Layers layers;
  private final CreationOnNeed creation;
  private final OciSettings settings;
  private final Addresses addresses;
  private final MountSources mountSources;
  private final StaleRanges staleRanges = new StaleRanges();

  /**
   * @param creation makes the repository of a first push
   */
  public UploadHandlers(
      Uploads uploads, Layers layers, CreationOnNeed creation, OciSettings settings) {
    this.uploads = uploads;
    this.layers = layers;
    this.creation = creation;
    this.settings = settings;
    this.addresses = new Addresses(settings);
    this.mountSources = new MountSources(layers);
  }

  /** The request with the repositories that its layer may be mounted from, or as a first push. */
  OciRequest prepared(OciRequest request, RegistryId registry) {
    return mountSources
        .find(request, registry)
        .with(FirstPush.of(creation, request.repository(registry)));
  }

  Response begin(OciRequest request, Caller.Known caller, Decision.Allowed decision)
      throws IOException {
    // what the client announces that it will close the upload with (after 1.1, end-4c)
    request.query().first("digest-algorithm").ifPresent(OciPath::requireAlgorithm);
    RepositoryAddress repository = request.repository(caller.registry());
    request.firstPush().map(FirstPush::planned).ifPresent(creation::create);
    Optional<Digest> mounted = mount(request, caller, decision);
    if (mounted.isPresent()) {
      return created(request, repository.name(), mounted.get());
    }
    Optional<Digest> whole = request.query().first("digest").map(OciPath::digest);
    if (whole.isPresent()) {
      Completed layer =
          uploads.receive(repository, caller.principal().arn(), whole.get(), chunk(request.http()));
      return created(request, repository.name(), layer.digest());
    }
    UploadId id = uploads.beginSession(repository, caller.principal().arn()).id();
    return progress(202, request, repository.name(), id, 0);
  }

  // A mount that cannot be is an upload, never an error; and a refused source is not told from an
  // absent one.
  private Optional<Digest> mount(
      OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    for (RepositoryAddress source : request.mountSources()) {
      if (decision.grants(OciDemands.mount(source))) {
        Digest digest = OciPath.digest(request.query().first("mount").orElseThrow());
        switch (layers.mount(source, request.repository(caller.registry()), digest)) {
          case Mount.Mounted _ -> {
            return Optional.of(digest);
          }
          case Mount.NotMounted _ -> {
            // the next source, or an upload
          }
        }
      }
    }
    return Optional.empty();
  }

  Response status(OciRequest request, Caller.Known caller, Decision.Allowed decision)
      throws IOException {
    RepositoryAddress repository = request.repository(caller.registry());
    UploadId id = id(request);
    return progress(204, request, repository.name(), id, uploads.offset(repository, id));
  }

  // Strictly as ECR, a chunk is answered with 201 and a Range that does not move; see StaleRanges.
  Response append(OciRequest request, Caller.Known caller, Decision.Allowed decision)
      throws IOException {
    RepositoryAddress repository = request.repository(caller.registry());
    UploadId id = id(request);
    long size = uploads.append(repository, id, chunk(request.http()));
    return settings.strictEcr()
        ? progress(201, request, repository.name(), id, staleRanges.reported(id, size))
        : progress(202, request, repository.name(), id, size);
  }

  Response complete(OciRequest request, Caller.Known caller, Decision.Allowed decision)
      throws IOException {
    RepositoryAddress repository = request.repository(caller.registry());
    Digest digest =
        request
            .query()
            .first("digest")
            .map(OciPath::digest)
            .orElseThrow(
                () ->
                    OciError.of(
                        400,
                        OciError.Code.DIGEST_INVALID,
                        "The upload is closed with ?digest=…, which is missing."));
    Completed layer = uploads.complete(repository, id(request), digest, chunk(request.http()));
    return created(request, repository.name(), layer.digest());
  }

  Response cancel(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    uploads.cancel(request.repository(caller.registry()), id(request));
    return Response.of(204);
  }

  private static Chunk chunk(Request http) {
    return http.headers()
        .first("Content-Range")
        .map(range -> Chunk.at(UploadRange.parse(range), http.body()))
        .orElseGet(() -> Chunk.of(http.body()));
  }

  private Response created(OciRequest request, RepositoryName name, Digest digest) {
    return Response.of(201)
        .with("Location", addresses.blob(request.http(), name, digest))
        .with(DIGEST_FIELD, digest.toString());
  }

  private Response progress(
      int status, OciRequest request, RepositoryName name, UploadId id, long size) {
    return Response.of(status)
        .with("Location", addresses.upload(request.http(), name, id))
        .with("Range", UploadRange.of(size))
        .with(UUID_FIELD, id.toString());
  }

  private static UploadId id(OciRequest request) {
    return switch (request.path()) {
      case OciPath.OfUpload(_, UploadId id) -> id;
      default ->
          throw new IllegalStateException("the row is for uploads, not for " + request.path());
    };
  }
}
