package dev.berth.testkit.entry;

import dev.berth.iam.sigv4.SignedRequest;
import dev.berth.iam.sigv4.Signer;
import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Signs calls of the ECR API with a key of anybody's, right or wrong, and adds unsigned fields. */
record Signing(URI endpoint, String region, String keyId, String secret) {

  static Signing of(AwsAccess access) {
    return new Signing(
        access.endpoint(), access.region(), access.accessKeyId(), access.secretAccessKey());
  }

  /** The same place, with another key. */
  Signing as(String otherKeyId, String otherSecret) {
    return new Signing(endpoint, region, otherKeyId, otherSecret);
  }

  /** Calls an operation; {@code unsigned} are names and values in turn, added like by a proxy. */
  Answer call(String operation, String json, String... unsigned) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    List<SignedRequest.Field> fields =
        List.of(
            new SignedRequest.Field(
                "X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921." + operation),
            new SignedRequest.Field("Content-Type", "application/x-amz-json-1.1"));
    List<SignedRequest.Field> signature =
        new Signer(keyId, new SigningSecret(secret), region, "ecr")
            .sign(
                new SignedRequest("POST", endpoint.getAuthority(), "/", "", fields),
                body,
                Instant.now());
    List<String> headers = new ArrayList<>(List.of(unsigned));
    Stream.concat(fields.stream(), signature.stream())
        .forEach(
            field -> {
              headers.add(field.name());
              headers.add(field.value());
            });
    return RegistryClient.anonymous(endpoint)
        .send("POST", "/", body, headers.toArray(String[]::new));
  }
}
