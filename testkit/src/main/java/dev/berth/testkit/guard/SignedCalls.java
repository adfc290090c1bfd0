package dev.berth.testkit.guard;

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
import java.util.Optional;

/**
 * Sends requests of AWS's protocols as bytes, signed or not, so that also what no SDK would send
 * can be sent.
 *
 * @param endpoint of the Berth
 * @param accessKeyId who signs
 * @param secret what it is signed with
 * @param sessionToken of temporary credentials
 * @param region that the credential is scoped to
 */
public record SignedCalls(
    URI endpoint,
    String accessKeyId,
    SigningSecret secret,
    Optional<String> sessionToken,
    String region) {
  private static final SignedRequest.Field FORM =
      new SignedRequest.Field("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");

  /** Signs with the key of this access. */
  public static SignedCalls of(AwsAccess access) {
    return new SignedCalls(
        access.endpoint(),
        access.accessKeyId(),
        new SigningSecret(access.secretAccessKey()),
        access.sessionToken(),
        access.region());
  }

  /**
   * Sends a signed request.
   *
   * @param service {@code ecr} or {@code berth}
   * @param target the value of {@code X-Amz-Target}
   */
  public Answer send(String service, String target, String json) {
    return send(service, target, json, Instant.now());
  }

  /** The same, signed at another time. */
  public Answer send(String service, String target, String json, Instant now) {
    return signed(service, json, now, json(target));
  }

  /** Sends the same without a signature. */
  public Answer sendUnsigned(String target, String json) {
    return send(json.getBytes(StandardCharsets.UTF_8), json(target));
  }

  /**
   * Sends a signed request of the Query protocol.
   *
   * @param service {@code iam} or {@code sts}
   */
  public Answer sendForm(String service, String form) {
    return signed(service, form, Instant.now(), List.of(FORM));
  }

  /** Sends the same without a signature. */
  public Answer sendUnsignedForm(String form) {
    return send(form.getBytes(StandardCharsets.UTF_8), List.of(FORM));
  }

  private static List<SignedRequest.Field> json(String target) {
    return List.of(
        new SignedRequest.Field("X-Amz-Target", target),
        new SignedRequest.Field("Content-Type", "application/x-amz-json-1.1"));
  }

  private Answer signed(
      String service, String content, Instant now, List<SignedRequest.Field> named) {
    byte[] body = content.getBytes(StandardCharsets.UTF_8);
    List<SignedRequest.Field> fields = new ArrayList<>(named);
    sessionToken.ifPresent(
        token -> fields.add(new SignedRequest.Field("X-Amz-Security-Token", token)));
    SignedRequest request =
        new SignedRequest("POST", endpoint.getAuthority(), "/", "", List.copyOf(fields));
    fields.addAll(new Signer(accessKeyId, secret, region, service).sign(request, body, now));
    return send(body, fields);
  }

  private Answer send(byte[] body, List<SignedRequest.Field> fields) {
    List<String> headers = new ArrayList<>();
    fields.forEach(
        field -> {
          headers.add(field.name());
          headers.add(field.value());
        });
    return RegistryClient.anonymous(endpoint)
        .send("POST", "/", body, headers.toArray(String[]::new));
  }
}
