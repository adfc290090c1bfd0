package dev.berth.registry;

/**
 * What a site has decided about its registries.
 *
 * @param limits how much of everything
 * @param retention how long
 * @param conformance whom to follow
 */
public record Rules(Limits limits, Retention retention, Conformance conformance) {
  public static final Rules DEFAULT = new Rules(Limits.DEFAULT, Retention.DEFAULT, Conformance.OCI);
}
