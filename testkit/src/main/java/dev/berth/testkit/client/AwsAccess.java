package dev.berth.testkit.client;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Where an AWS client calls, and as whom.
 *
 * @param endpoint scheme, host and port; every service is called there
 * @param sessionToken of temporary credentials
 * @param region the Region of the credential scope, such as {@code eu-central-1}
 */
public record AwsAccess(
    URI endpoint,
    String accessKeyId,
    String secretAccessKey,
    Optional<String> sessionToken,
    String region) {

  /** With a long-term key. */
  public AwsAccess(URI endpoint, String accessKeyId, String secretAccessKey, String region) {
    this(endpoint, accessKeyId, secretAccessKey, Optional.empty(), region);
  }

  /** The same place, as the holder of temporary credentials. */
  public AwsAccess as(Credentials session) {
    return new AwsAccess(
        endpoint,
        session.accessKeyId(),
        session.secretAccessKey(),
        Optional.of(session.sessionToken()),
        region);
  }

  /** The AWS SDK's client, which sees every error once; the caller closes it. */
  public EcrClient ecr() {
    return client(EcrClient.builder());
  }

  /** The same of STS. */
  public StsClient sts() {
    return client(StsClient.builder());
  }

  /** The same of IAM. */
  public IamClient iam() {
    return client(IamClient.builder());
  }

  private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(StaticCredentialsProvider.create(credentials()))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  /** The same place, as the holder of another key. */
  public AwsAccess as(AccessKey key) {
    return new AwsAccess(endpoint, key.accessKeyId(), key.secretAccessKey(), region);
  }

  private AwsCredentials credentials() {
    return sessionToken
        .<AwsCredentials>map(
            token -> AwsSessionCredentials.create(accessKeyId, secretAccessKey, token))
        .orElseGet(() -> AwsBasicCredentials.create(accessKeyId, secretAccessKey));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return accessKeyId + " in " + region + " at " + endpoint;
  }
}
