package dev.berth.testkit.guard;

import dev.berth.testkit.oci.Manifests;
import dev.berth.wire.json.OperationModel;
import dev.berth.wire.json.ServiceModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request for every operation of an AWS JSON service, made from the model and about things that
 * exist.
 *
 * @param service its model
 * @param known values of members by name
 */
record JsonSamples(ServiceModel service, Map<String, Object> known) {
  private static final String ACCOUNT = "000000000000";
  private static final String LAYER = Manifests.digest("a layer of " + OciSamples.REPOSITORY);
  private static final JsonMapper JSON = new JsonMapper();

  // members whose form the model does not tell, and names of what exists
  private static final Map<String, Object> KNOWN =
      Map.ofEntries(
          Map.entry("repositoryName", OciSamples.REPOSITORY),
          Map.entry(
              "resourceArn",
              "arn:aws:ecr:us-east-1:" + ACCOUNT + ":repository/" + OciSamples.REPOSITORY),
          Map.entry("imageIds", List.of(Map.of("imageTag", "v1"))),
          Map.entry("imageId", Map.of("imageTag", "v1")),
          Map.entry("layerDigests", List.of(LAYER)),
          Map.entry("layerDigest", LAYER),
          Map.entry("imageManifest", "{}"),
          Map.entry("tags", List.of(Map.of("Key", "a", "Value", "b"))),
          Map.entry("tagKeys", List.of("a")),
          Map.entry("subjectId", Map.of("imageDigest", LAYER)));

  // where the operation's action is not its name
  private static final Map<String, String> ACTIONS =
      Map.of("ListImageReferrers", "ecr:BatchGetImage");

  static JsonSamples ecr(String openUpload) {
    Map<String, Object> known = new HashMap<>(KNOWN);
    known.put("uploadId", openUpload);
    return new JsonSamples(ServiceModel.load("/dev/berth/wire/ecr/ecr-api.json"), known);
  }

  /**
   * Of Berth's own API.
   *
   * @param trashed an entry of the trash
   */
  static JsonSamples berth(String trashed) {
    return new JsonSamples(
        ServiceModel.load("/dev/berth/wire/berth/berth-api.json"),
        Map.of(
            "principalArn",
            "arn:aws:iam::" + ACCOUNT + ":root",
            "digest",
            LAYER,
            "repositoryName",
            OciSamples.REPOSITORY,
            "entryId",
            trashed));
  }

  String body(String operation) {
    OperationModel model = service.require(operation);
    Map<String, Object> input = new HashMap<>(new SampleInput(known).of(model.input()));
    if (operation.equals("CreateRepository")) {
      input.put("repositoryName", "guarded/new");
    }
    return JSON.writeValueAsString(input);
  }

  String target(String operation) {
    return service.targetPrefix() + "." + operation;
  }

  String action(String operation) {
    return ACTIONS.getOrDefault(operation, service.signingName() + ":" + operation);
  }
}
