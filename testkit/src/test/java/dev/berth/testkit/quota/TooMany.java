package dev.berth.testkit.quota;

import dev.berth.testkit.oci.Manifests;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is one too many under the quotas of {@link QuotaTest}, and how it is refused (ecr-behaviour
 * 22).
 *
 * @param request in JSON; single quotes stand for double ones where it has none of these
 */
record TooMany(String operation, String request, String code, String message) {
  private static final JsonMapper JSON = new JsonMapper();
  static final List<byte[]> LAYERS =
      List.of(Manifests.bytes("one"), Manifests.bytes("two"), Manifests.bytes("three"));
  private static final String IMAGE = image(0);

  private static final String RULE =
      "{'destinations':[{'region':'eu-central-1','registryId':'111111111111'}]}";
  private static final String PREFIX = "{'filter':'team','filterType':'PREFIX_MATCH'}";
  private static final String WILDCARD = "{'filter':'*','filterType':'WILDCARD'}";
  private static final String SCANNING =
      "{'scanFrequency':'MANUAL','repositoryFilters':[" + WILDCARD + "]}";
  private static final String SIGNING =
      "{'signingProfileArn':'arn:aws:signer:us-east-1:000000000000:/signing-profiles/berth'}";

  private static TooMany shape(String operation, String request, String member, int most) {
    return new TooMany(
        operation,
        request,
        "InvalidParameterException",
        "Invalid parameter at '%s' failed to satisfy constraint: 'Member must have length less than or equal to %d'"
            .formatted(member, most));
  }

  private static final String LIFECYCLE_RULES =
      "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: array is too long: must have at most 1 elements but instance has 2 elements'";

  static final List<TooMany> CASES =
      List.of(
          new TooMany( // RP-14
              "CreateRepository",
              "{'repositoryName':'fourth'}",
              "LimitExceededException",
              "The registry with id '000000000000' already has the maximum allowed number of repositories which is '3'"),
          new TooMany( // RP-07, TG-02
              "TagResource",
              "{'resourceArn':'arn:aws:ecr:us-east-1:000000000000:repository/app','tags':[{'Key':'b','Value':''}]}",
              "TooManyTagsException",
              "The repository with name 'app' in the registry with id '000000000000' cannot have more than 1 tags"),
          new TooMany( // IM-10
              "PutImage",
              put("full", "v3", image(2)),
              "LimitExceededException",
              "The repository with name 'full' in registry with id '000000000000' already has the maximum allowed number of images which is '2'"),
          new TooMany( // IM-10, IM-40
              "PutImage",
              put("app", "v3", IMAGE),
              "LimitExceededException",
              "Adding tag 'v3' to an image in the repository with name 'app' in registry with id '000000000000' exceeds the maximum allowed number of tags per image which is '2'"),
          new TooMany( // IM-38
              "PutImage",
              put("app", "many", image(0, 1, 2)),
              "InvalidParameterException",
              "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Limit on number of layers per image exceeded'"),
          shape("PutImage", put("app", "long", "x".repeat(2049)), "ImageManifest", 2048),
          shape(
              "PutImageTagMutability",
              "{'repositoryName':'app','imageTagMutability':'IMMUTABLE_WITH_EXCLUSION','imageTagMutabilityExclusionFilters':[%s]}"
                  .formatted(twice("{'filter':'v*','filterType':'WILDCARD'}")),
              "imageTagMutabilityExclusionFilters",
              1),
          new TooMany( // LC-03
              "PutLifecyclePolicy",
              lifecycle("repositoryName", "app"),
              "InvalidParameterException",
              LIFECYCLE_RULES),
          new TooMany(
              "StartLifecyclePolicyPreview",
              lifecycle("repositoryName", "app"),
              "InvalidParameterException",
              LIFECYCLE_RULES),
          new TooMany(
              "CreateRepositoryCreationTemplate",
              template("second"),
              "LimitExceededException",
              "The registry with id '000000000000' already has the maximum allowed number of repository creation templates which is '1'"),
          new TooMany( // PT-05
              "CreatePullThroughCacheRule",
              cacheRule("second"),
              "LimitExceededException",
              "The registry with id '000000000000' already has the maximum allowed number of pull through cache rules which is '1'"),
          new TooMany( // AR-12
              "RegisterPullTimeUpdateExclusion",
              exclusion("second"),
              "LimitExceededException",
              "The registry with id '000000000000' already has the maximum allowed number of pull time update exclusions which is '1'"),
          shape( // RE-03
              "PutReplicationConfiguration",
              "{'replicationConfiguration':{'rules':[%s]}}"
                  .formatted(
                      RULE.replace("[{", "[{'region':'us-west-2','registryId':'111111111111'},{")),
              "destinations",
              1),
          shape(
              "PutReplicationConfiguration",
              "{'replicationConfiguration':{'rules':[%s]}}".formatted(twice(RULE)),
              "replicationConfiguration.rules",
              1),
          shape(
              "PutReplicationConfiguration",
              "{'replicationConfiguration':{'rules':[%s]}}"
                  .formatted(
                      RULE.replace("}]}", "}],'repositoryFilters':[%s]}".formatted(twice(PREFIX)))),
              "replicationConfiguration.rules.1.member.repositoryFilters",
              1),
          shape(
              "PutRegistryScanningConfiguration",
              "{'scanType':'BASIC','rules':[%s]}".formatted(twice(SCANNING)),
              "rules",
              1),
          shape(
              "PutRegistryScanningConfiguration",
              "{'scanType':'BASIC','rules':[%s]}"
                  .formatted(SCANNING.replace(WILDCARD, twice(WILDCARD))),
              "rules.1.member.repositoryFilters",
              1),
          shape(
              "PutSigningConfiguration",
              "{'signingConfiguration':{'rules':[%s]}}".formatted(twice(SIGNING)),
              "signingConfiguration.rules",
              1),
          shape(
              "PutSigningConfiguration",
              "{'signingConfiguration':{'rules':[%s]}}"
                  .formatted(
                      SIGNING.replace(
                          "'}",
                          "','repositoryFilters':[%s]}"
                              .formatted(twice("{'filter':'*','filterType':'WILDCARD_MATCH'}")))),
              "signingConfiguration.rules.1.member.repositoryFilters",
              1));

  private static String lifecycle(String member, String value) {
    String rule =
        "{\"rulePriority\":1,\"selection\":{\"tagStatus\":\"untagged\",\"countType\":\"imageCountMoreThan\",\"countNumber\":1},\"action\":{\"type\":\"expire\"}}";
    return JSON.writeValueAsString(
        Map.of(
            member,
            value,
            "lifecyclePolicyText",
            "{\"rules\":[%s]}".formatted(twice(rule).replaceFirst("1", "2"))));
  }

  static String template(String prefix) {
    return "{'prefix':'%s','appliedFor':['CREATE_ON_PUSH']}".formatted(prefix);
  }

  static String cacheRule(String prefix) {
    return "{'ecrRepositoryPrefix':'%s','upstreamRegistryUrl':'public.ecr.aws'}".formatted(prefix);
  }

  static String exclusion(String role) {
    return "{'principalArn':'arn:aws:iam::000000000000:role/%s'}".formatted(role);
  }

  private static String twice(String item) {
    return item + "," + item;
  }

  static String image(int... layers) {
    byte[][] bytes = new byte[layers.length][];
    for (int i = 0; i < layers.length; i++) {
      bytes[i] = LAYERS.get(layers[i]);
    }
    return Manifests.image(LAYERS.getFirst(), bytes);
  }

  private static String put(String repository, String tag, String manifest) {
    return JSON.writeValueAsString(
        Map.of("repositoryName", repository, "imageTag", tag, "imageManifest", manifest));
  }

  @Override
  public String toString() {
    return operation + " " + message;
  }
}
