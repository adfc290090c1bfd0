package dev.berth.registry;

/**
 * How much there may be of everything: ECR's quotas by default (ecr-behaviour 22), every one
 * adjustable. All are at least 1.
 *
 * @param repositories in one registry
 * @param images in one repository
 * @param tags on one image
 * @param resourceTags on one repository
 * @param layers in one image; ECR's is measured, not documented
 * @param manifestBytes in one manifest
 * @param batchBytes in the manifests of one batch: ours, so that no answer fills the memory
 * @param layerBytes in one layer
 * @param parts of one upload of the layer API
 * @param partBytes in one part of the layer API; the shape's bound, twice the size that clients are
 *     told to use
 * @param smallestPartBytes in each part of the layer API but the last
 * @param openUploads of one principal in one repository: ours, ECR has none
 * @param settings of what a registry and its repositories may be told to do
 */
public record Limits(
    long repositories,
    long images,
    int tags,
    int resourceTags,
    int layers,
    int manifestBytes,
    long batchBytes,
    long layerBytes,
    int parts,
    long partBytes,
    long smallestPartBytes,
    long openUploads,
    SettingLimits settings) {
  private static final int KIB = 1024;
  private static final int MIB = KIB * KIB;

  public static final Limits DEFAULT =
      new Limits(
          100_000,
          100_000,
          1_000,
          50,
          500,
          4 * MIB,
          32L * MIB,
          52_000L * MIB,
          4_200,
          20L * MIB,
          5L * MIB,
          1_000,
          SettingLimits.DEFAULT);

  public Limits {
    atLeastOne("repositories", repositories);
    atLeastOne("images", images);
    atLeastOne("tags", tags);
    atLeastOne("resourceTags", resourceTags);
    atLeastOne("layers", layers);
    atLeastOne("manifestBytes", manifestBytes);
    atLeastOne("batchBytes", batchBytes);
    atLeastOne("layerBytes", layerBytes);
    atLeastOne("parts", parts);
    atLeastOne("partBytes", partBytes);
    atLeastOne("smallestPartBytes", smallestPartBytes);
    atLeastOne("openUploads", openUploads);
  }

  static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("the limit %s is %d, less than 1".formatted(name, value));
    }
  }
}
