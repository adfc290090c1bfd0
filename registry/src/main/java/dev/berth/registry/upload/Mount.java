package dev.berth.registry.upload;

import dev.berth.model.Blob;

/** How the request to mount a layer of another repository ended (ecr-behaviour 7.4). */
public sealed interface Mount {

  /** The target repository holds the blob now. */
  record Mounted(Blob blob) implements Mount {}

  /** It does not; the client uploads instead. Never an error. */
  record NotMounted(Reason reason) implements Mount {}

  /** Why a mount became an upload. */
  enum Reason {
    /** Mounts are off. */
    OFF,
    /** The repositories are in different registries. */
    OTHER_REGISTRY,
    /** The source repository does not exist, or does not hold the blob. */
    NOT_THERE,
    /** The repositories do not have the same encryption and key. */
    OTHER_ENCRYPTION,
    /** No image of the source repository names the blob, and ECR is followed strictly. */
    NOT_REFERENCED
  }
}
