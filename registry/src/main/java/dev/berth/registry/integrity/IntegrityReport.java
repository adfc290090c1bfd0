package dev.berth.registry.integrity;

/**
 * How much a check looked at and how much it found.
 *
 * @param blobs rows of blobs
 * @param images rows of images
 * @param bytes what all blobs have by their rows
 * @param hashed whether the bytes of blobs were read
 * @param damages findings of {@link Finding.Severity#DAMAGE}
 * @param orphans keys that no row holds
 * @param orphanBytes what is stored under them
 */
public record IntegrityReport(
    long blobs,
    long images,
    long bytes,
    boolean hashed,
    long damages,
    long orphans,
    long orphanBytes) {

  /** Whether nothing is damaged; there may be orphans. */
  public boolean isClean() {
    return damages == 0;
  }
}
