package dev.berth.fuzz;

import dev.berth.iam.policy.PolicyTarget;
import dev.berth.iam.sigv4.SigV4Target;
import dev.berth.registry.image.manifest.ManifestTarget;
import dev.berth.wire.blob.RangeTarget;
import dev.berth.wire.json.JsonTarget;
import dev.berth.wire.oci.ContentRangeTarget;
import dev.berth.wire.oci.PathTarget;
import java.util.Locale;
import java.util.function.Consumer;

/** What is fuzzed; its seeds are in the folder of its name. */
enum Target {
  /** The addresses under {@code /v2/}. */
  PATH(PathTarget.class, PathTarget::fuzzerTestOneInput),
  /** Manifests. */
  MANIFEST(ManifestTarget.class, ManifestTarget::fuzzerTestOneInput),
  /** The {@code Range} of downloads. */
  RANGE(RangeTarget.class, RangeTarget::fuzzerTestOneInput),
  /** The {@code Content-Range} of uploads. */
  CONTENT_RANGE(ContentRangeTarget.class, ContentRangeTarget::fuzzerTestOneInput),
  /** Signed requests and their canonical form. */
  SIGV4(SigV4Target.class, SigV4Target::fuzzerTestOneInput),
  /** Bodies of the AWS API, read and held against the model. */
  JSON(JsonTarget.class, JsonTarget::fuzzerTestOneInput),
  /** Policy documents of every kind, and what they decide. */
  POLICY(PolicyTarget.class, PolicyTarget::fuzzerTestOneInput);

  private final Class<?> type;
  private final Consumer<byte[]> trial;

  Target(Class<?> type, Consumer<byte[]> trial) {
    this.type = type;
    this.trial = trial;
  }

  /** As it is called on the command line, such as {@code content-range}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The class that the fuzzer calls. */
  String type() {
    return type.getName();
  }

  /** Tries one input; anything thrown is a finding. */
  void run(byte[] input) {
    trial.accept(input);
  }
}
