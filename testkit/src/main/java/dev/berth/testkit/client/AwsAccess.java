package dev.berth.testkit.client;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * Where an AWS client calls, and as whom.
 *
 * @param endpoint scheme, host and port; every service is called there
 * @param region the Region of the credential scope, such as {@code eu-central-1}
 */
public record AwsAccess(URI endpoint, String accessKeyId, String secretAccessKey, String region) {
  /** The AWS SDK's client, which sees every error once; the caller closes it. */
  public EcrClient ecr() {
    return EcrClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return accessKeyId + " in " + region + " at " + endpoint;
  }
}
