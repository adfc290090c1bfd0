package dev.berth.wire.oci;

import static dev.berth.wire.oci.OciDemands.CHECK_LAYER;
import static dev.berth.wire.oci.OciDemands.DELETE_IMAGE;
import static dev.berth.wire.oci.OciDemands.GET_IMAGE;
import static dev.berth.wire.oci.OciDemands.GET_LAYER;
import static dev.berth.wire.oci.OciDemands.LIST_IMAGES;
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
  private static final String TAGS = "/v2/{name}/tags/list";
  private static final String REFERRERS = "/v2/{name}/referrers/{digest}";
  private static final String UPLOAD = "/v2/{name}/blobs/uploads/{id}";

  private final List<OciRow> rows;

  public OciRoutes(
      ManifestHandlers manifests,
      BlobHandlers blobs,
      UploadHandlers uploads,
      ListHandlers lists,
      ReferrersHandler referrers) {
    OciRow base = authenticated("GET", Base.class, "/v2/", OciRoutes::ping);
    OciRow catalog =
        route("GET", Catalog.class, "/v2/_catalog", OciDemands::catalog, lists::catalog);
    OciRow status = route("GET", OfUpload.class, UPLOAD, on(UPLOAD_PART), uploads::status);
    OciRow tags = route("GET", Tags.class, TAGS, on(LIST_IMAGES), lists::tags);
    OciRow referring = route("GET", Referrers.class, REFERRERS, on(GET_IMAGE), referrers::list);
    rows =
        List.of(
            base,
            base.head(),
            catalog,
            catalog.head(),
            route("GET", OfManifest.class, MANIFEST, on(GET_IMAGE), manifests::get),
            route("HEAD", OfManifest.class, MANIFEST, on(GET_IMAGE), manifests::get),
            route("PUT", OfManifest.class, MANIFEST, OciDemands::putManifest, manifests::put)
                .after(manifests::asFirstPush),
            route("DELETE", OfManifest.class, MANIFEST, on(DELETE_IMAGE), manifests::delete),
            route("GET", OfBlob.class, BLOB, on(GET_LAYER), blobs::get),
            route("HEAD", OfBlob.class, BLOB, on(CHECK_LAYER), blobs::get),
            route("DELETE", OfBlob.class, BLOB, on(DELETE_IMAGE), blobs::delete),
            route("POST", Uploads.class, UPLOADS, OciDemands::beginUpload, uploads::begin)
                .after(uploads::prepared),
            status,
            status.head(),
            route("PATCH", OfUpload.class, UPLOAD, on(UPLOAD_PART), uploads::append),
            route("PUT", OfUpload.class, UPLOAD, OciDemands::completeUpload, uploads::complete),
            route("DELETE", OfUpload.class, UPLOAD, on(UPLOAD_PART), uploads::cancel),
            tags,
            tags.head(),
            referring,
            referring.head());
  }

  /** Every row. */
  List<OciRow> rows() {
    return rows;
  }

  private static Response ping(OciRequest request, Caller.Known caller, Decision.Allowed decision) {
    return Response.of(200, "application/json", Body.text("{}"));
  }
}
