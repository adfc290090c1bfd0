package dev.berth.model;

/**
 * How the bytes of a blob are laid out in the store; every blob row carries it from the first
 * version on.
 */
public enum BlobFormat {
  /** The bytes as they were pushed, without header. */
  PLAIN
}
