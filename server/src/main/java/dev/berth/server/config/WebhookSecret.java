package dev.berth.server.config;

import java.nio.charset.StandardCharsets;

/**
 * What a receiver knows the sender by. Never told.
 *
 * @param value at least 16 characters
 */
public record WebhookSecret(String value) {
  /** As the key of a signature. */
  public byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "WebhookSecret[hidden]";
  }
}
