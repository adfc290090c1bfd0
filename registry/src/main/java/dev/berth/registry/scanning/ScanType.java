package dev.berth.registry.scanning;

/** Who scans (ECR dossier 14.1). The names are stored and those of the API. */
public enum ScanType {
  /** The registry itself, packages of the operating system. */
  BASIC,
  /** Amazon Inspector's kind: continuously, also packages of languages. */
  ENHANCED
}
