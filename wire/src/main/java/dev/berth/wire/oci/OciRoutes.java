package dev.berth.wire.oci;

import static dev.berth.wire.oci.OciDemands.CHECK_LAYER;
import static dev.berth.wire.oci.OciDemands.DELETE_IMAGE;
import static dev.berth.wire.oci.OciDemands.GET_IMAGE;
import static dev.berth.wire.oci.OciDemands.GET_LAYER;
import static dev.berth.wire.oci.OciDemands.LIST_IMAGES;
import static dev.berth.wire.oci.OciDemands.PUT_IMAGE;
import static dev.berth.wire.oci.OciDemands.UPLOAD_PART;
import static dev.berth.wire.oci.OciDemands.on;
import static dev.berth.wire.oci.OciRow.authenticated;
import static dev.berth.wire.oci.OciRow.route;

import dev.berth.iam.Decision;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Response;
import dev.berth.wire.oci.OciPath.Base;
import dev.berth.wire.oci.OciPath.Catalog;
import dev.berth.wire.oci.OciPath.OfBlob;
import dev.berth.wire.oci.OciPath.OfManifest;
import dev.berth.wire.oci.OciPath.OfUpload;
import dev.berth.wire.oci.OciPath.Referrers;
import dev.berth.wire.oci.OciPath.Tags;
import dev.berth.wire.oci.OciPath.Uploads;
import java.util.List;

/** Everything that can be asked under {@code /v2/}. What is not in this table does not exist. */
public final class OciRoutes {
  private static final String MANIFEST = "/v2/{name}/manifests/{reference}";
  private static final String BLOB = "/v2/{name}/blobs/{digest}";
  private static final String UPLOADS = "/v2/{name}/blobs/uploads/";
  private static final String UPLOAD = "/v2/{name}/blobs/uploads/{id}";

  private final List<OciRow> rows;

  public OciRoutes(
      ManifestHandlers manifests,
      BlobHandlers blobs,
      UploadHandlers uploads,
      ListHandlers lists,
      ReferrersHandler referrers) {
    rows =
        List.of(
            authenticated("GET", Base.class, "/v2/", OciRoutes::ping),
            authenticated("HEAD", Base.class, "/v2/", OciRoutes::ping),
            route("GET", Catalog.class, "/v2/_catalog", OciDemands::catalog, lists::catalog),
            route("GET", OfManifest.class, MANIFEST, on(GET_IMAGE), manifests::get),
            route("HEAD", OfManifest.class, MANIFEST, on(GET_IMAGE), manifests::get),
            route("PUT", OfManifest.class, MANIFEST, on(PUT_IMAGE), manifests::put),
            route("DELETE", OfManifest.class, MANIFEST, on(DELETE_IMAGE), manifests::delete),
            route("GET", OfBlob.class, BLOB, on(GET_LAYER), blobs::get),
            route("HEAD", OfBlob.class, BLOB, on(CHECK_LAYER), blobs::get),
            route("DELETE", OfBlob.class, BLOB, on(DELETE_IMAGE), blobs::delete),
            route("POST", Uploads.class, UPLOADS, OciDemands::beginUpload, uploads::begin),
            route("GET", OfUpload.class, UPLOAD, on(UPLOAD_PART), uploads::status),
            route("PATCH", OfUpload.class, UPLOAD, on(UPLOAD_PART), uploads::append),
            route("PUT", OfUpload.class, UPLOAD, OciDemands::completeUpload, uploads::complete),
            route("DELETE", OfUpload.class, UPLOAD, on(UPLOAD_PART), uploads::cancel),
            route("GET", Tags.class, "/v2/{name}/tags/list", on(LIST_IMAGES), lists::tags),
            route(
                "GET",
                Referrers.class,
                "/v2/{name}/referrers/{digest}",
                on(GET_IMAGE),
                referrers::list));
  }

  /** Every row. */
  List<OciRow> rows() {
    return rows;
  }

  private static Response ping(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    Body body = Body.text("{}");
    return Response.of(
        200, "application/json", request.isHead() ? new Body.Absent(body.length()) : body);
  }
}
