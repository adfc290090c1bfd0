package dev.berth.wire.blob;

import dev.berth.iam.token.DownloadGrant;
import dev.berth.iam.token.DownloadGrants;
import dev.berth.model.Blob;
import dev.berth.registry.upload.Layers;
import dev.berth.wire.blob.DownloadRefused.Why;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Door;
import dev.berth.wire.door.NotAdmitted;
import dev.berth.wire.door.OpenCall;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.door.Row;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.util.List;

/**
 * {@code GET /blob/{sealed}}: the bytes of a layer to whoever holds an address that
 * GetDownloadUrlForLayer gave (ECR dossier 6.3, CHECKLIST LY-16). The address is its own
 * permission, for one layer through one repository, until it expires; who may {@code GET} may
 * {@code HEAD}.
 */
public final class SealedBlobDoor implements Door {
  static final String PREFIX = "/blob/";
  static final String METHOD = "GET";

  private static final int INTERNAL = 500;

  private final DownloadGrants grants;
  private final Layers layers;
  private final RegistryHosts hosts;

  private record Download() implements Row {
    static final Download ROW = new Download();

    @Override
    public String name() {
      return "GET /blob/{sealed}";
    }

    @Override
    public GuardKind guard() {
      return GuardKind.SEALED;
    }
  }

  public SealedBlobDoor(DownloadGrants grants, Layers layers, RegistryHosts hosts) {
    this.grants = grants;
    this.layers = layers;
    this.hosts = hosts;
  }

  @Override
  public boolean admits(Request request) {
    return request.path().startsWith(PREFIX);
  }

  @Override
  public Call identify(Request request) {
    if (!request.method().equals(METHOD) && !request.method().equals("HEAD")) {
      throw new DownloadRefused(Why.METHOD);
    }
    return new OpenCall(Download.ROW, () -> answer(request));
  }

  @Override
  public Response refuse(Request request, Throwable failure) {
    int status =
        switch (failure) {
          case DownloadRefused refused -> refused.why().status();
          case NotAdmitted turnedAway -> turnedAway.status();
          default -> INTERNAL;
        };
    String text =
        switch (failure) {
          case DownloadRefused refused -> refused.why().text();
          case NotAdmitted turnedAway -> turnedAway.getMessage();
          default -> "The download failed inside the server.";
        };
    Response answer = Response.of(status, "text/plain; charset=utf-8", Body.text(text + "\n"));
    return status == Why.METHOD.status() ? answer.with("Allow", "GET, HEAD") : answer;
  }

  @Override
  public List<Row> rows() {
    return List.of(Download.ROW);
  }

  private Response answer(Request request) {
    DownloadGrant grant = grant(request);
    Blob layer =
        layers
            .find(grant.repositoryId(), grant.digest())
            .orElseThrow(() -> new DownloadRefused(Why.GONE));
    return new BlobContent(
            layer.digest(),
            layer.size(),
            (position, length) -> layers.open(layer, position, length))
        .answer(request);
  }

  private DownloadGrant grant(Request request) {
    DownloadGrant grant =
        switch (grants.open(request.path().substring(PREFIX.length()), METHOD)) {
          case DownloadGrants.Opened.Good(var good) -> good;
          case DownloadGrants.Opened.Expired _ -> throw new DownloadRefused(Why.EXPIRED);
          case DownloadGrants.Opened.Unreadable _ -> throw new DownloadRefused(Why.UNREADABLE);
        };
    boolean elsewhere =
        hosts
            .registry(request.target().host())
            .filter(named -> !named.equals(grant.registry()))
            .isPresent();
    if (elsewhere) {
      throw new DownloadRefused(Why.UNREADABLE);
    }
    return grant;
  }
}
