package dev.berth.wire.oci;

import dev.berth.iam.Action;
import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.wire.door.FirstPush;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What requests under {@code /v2/} need the right to do (IAM dossier 7.2). */
final class OciDemands {
  static final Action GET_IMAGE = Action.ecr("BatchGetImage");
  static final Action PUT_IMAGE = Action.ecr("PutImage");
  static final Action DELETE_IMAGE = Action.ecr("BatchDeleteImage");
  static final Action LIST_IMAGES = Action.ecr("ListImages");
  static final Action GET_LAYER = Action.ecr("GetDownloadUrlForLayer");
  static final Action CHECK_LAYER = Action.ecr("BatchCheckLayerAvailability");
  static final Action BEGIN_UPLOAD = Action.ecr("InitiateLayerUpload");
  static final Action UPLOAD_PART = Action.ecr("UploadLayerPart");
  static final Action COMPLETE_UPLOAD = Action.ecr("CompleteLayerUpload");
  static final Action DESCRIBE_REPOSITORIES = Action.ecr("DescribeRepositories");

  private OciDemands() {}

  /** One action on the repository that the address names. */
  static OciRow.Demands on(Action action) {
    return (request, registry) -> List.of(hard(action, request.repository(registry)));
  }

  /** Listing every repository. */
  static List<Demand> catalog(OciRequest request, RegistryId registry) {
    return List.of(Demand.hard(DESCRIBE_REPOSITORIES, new Resource.AllRepositories(registry)));
  }

  /** Beginning an upload; with a digest it is the whole upload, with sources it may be a mount. */
  static List<Demand> beginUpload(OciRequest request, RegistryId registry) {
    RepositoryAddress repository = request.repository(registry);
    List<Demand> demands = new ArrayList<>();
    demands.add(hard(BEGIN_UPLOAD, repository));
    if (request.query().first("digest").isPresent()) {
      demands.add(hard(UPLOAD_PART, repository));
      demands.add(hard(COMPLETE_UPLOAD, repository));
    }
    request.firstPush().map(FirstPush::demands).ifPresent(demands::addAll);
    request.mountSources().forEach(source -> demands.add(mount(source)));
    return demands;
  }

  /** Storing a manifest. */
  static List<Demand> putManifest(OciRequest request, RegistryId registry) {
    List<Demand> demands = new ArrayList<>();
    demands.add(hard(PUT_IMAGE, request.repository(registry)));
    request.firstPush().map(FirstPush::demands).ifPresent(demands::addAll);
    return demands;
  }

  /** Closing an upload, perhaps with its last bytes. */
  static List<Demand> completeUpload(OciRequest request, RegistryId registry) {
    RepositoryAddress repository = request.repository(registry);
    OptionalLong length = request.http().body().length();
    return length.isPresent() && length.getAsLong() == 0
        ? List.of(hard(COMPLETE_UPLOAD, repository))
        : List.of(hard(COMPLETE_UPLOAD, repository), hard(UPLOAD_PART, repository));
  }

  /** Reading a layer where it is mounted from: soft, because a refused mount becomes an upload. */
  static Demand mount(RepositoryAddress source) {
    return Demand.soft(GET_LAYER, new Resource.OfRepository(source));
  }

  private static Demand hard(Action action, RepositoryAddress repository) {
    return Demand.hard(action, new Resource.OfRepository(repository));
  }
}
