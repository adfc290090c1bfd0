package dev.berth.testkit.client;

import java.net.URI;

/**
 * Where an AWS client calls, and as whom.
 *
 * @param endpoint scheme, host and port; every service is called there
 * @param region the Region of the credential scope, such as {@code eu-central-1}
 */
public record AwsAccess(URI endpoint, String accessKeyId, String secretAccessKey, String region) {
  /** Without the secret. */
  @Override
  public String toString() {
    return accessKeyId + " in " + region + " at " + endpoint;
  }
}
