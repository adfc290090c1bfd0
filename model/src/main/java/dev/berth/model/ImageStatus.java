package dev.berth.model;

/** Where an image is kept (ECR dossier 13). The names are stored and those of the API. */
public enum ImageStatus {
  /** It can be pulled. */
  ACTIVE,
  /** In the archive: it can be listed, restored and deleted, not pulled. */
  ARCHIVED,
  /** On its way back from the archive: like archived, but it counts as an image again. */
  ACTIVATING
}
