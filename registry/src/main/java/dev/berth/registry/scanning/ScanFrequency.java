package dev.berth.registry.scanning;

/** When images are scanned (ECR dossier 14.1). The names are stored and those of the API. */
public enum ScanFrequency {
  SCAN_ON_PUSH,
  CONTINUOUS_SCAN,
  /** Only when somebody asks; under enhanced scanning not at all. */
  MANUAL
}
