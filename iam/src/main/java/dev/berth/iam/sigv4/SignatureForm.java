package dev.berth.iam.sigv4;

/** Where a signature stands in its request (IAM dossier 2.1). */
public enum SignatureForm {
  /** In the Authorization header; it counts for the skew only. */
  HEADER,
  /** In the query of a presigned address; it counts for the lifetime named there. */
  PRESIGNED
}
