package dev.berth.testkit.oci;

import dev.berth.testkit.RunningBerth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A client of {@code /v2/} that sends exactly what it is told and follows nothing.
 *
 * @param endpoint such as {@code http://localhost:40123}
 * @param authorization the value of the field; empty to send none
 */
public record RegistryClient(URI endpoint, Optional<String> authorization) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(Version.HTTP_1_1).followRedirects(Redirect.NEVER).build();

  /** One that is logged in as the root of the default account. */
  public static RegistryClient of(RunningBerth berth) {
    return anonymous(berth.endpoint()).login(berth.password());
  }

  /** One without a credential. */
  public static RegistryClient anonymous(URI endpoint) {
    return new RegistryClient(endpoint, Optional.empty());
  }

  /** The same with the user {@code AWS} and this password. */
  public RegistryClient login(String password) {
    return with(
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("AWS:" + password).getBytes(StandardCharsets.UTF_8)));
  }

  /** The same with this value of {@code Authorization}. */
  public RegistryClient with(String value) {
    return new RegistryClient(endpoint, Optional.of(value));
  }

  /** Sends a request without a body; {@code headers} are names and values in turn. */
  public Answer send(String method, String address, String... headers) {
    return exchange(method, address, BodyPublishers.noBody(), headers);
  }

  /** Sends a request with a body of known length. */
  public Answer send(String method, String address, byte[] body, String... headers) {
    return exchange(method, address, BodyPublishers.ofByteArray(body), headers);
  }

  /** Sends a request in chunked transfer coding, without a length. */
  public Answer stream(String method, String address, byte[] body, String... headers) {
    return exchange(
        method,
        address,
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
        headers);
  }

  /** The digest of a layer that the repository has after this. */
  public String push(String repository, byte[] layer) {
    String digest = Manifests.digest(layer);
    Answer answer = send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, layer);
    require(answer, 201);
    return digest;
  }

  /** Pushes a manifest under a tag or its digest and gives its digest. */
  public String pushManifest(
      String repository, String reference, String mediaType, String manifest) {
    require(putManifest(repository, reference, mediaType, manifest), 201);
    return Manifests.digest(manifest.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a manifest. */
  public Answer putManifest(
      String repository, String reference, String mediaType, String manifest) {
    return send(
        "PUT",
        "/v2/" + repository + "/manifests/" + reference,
        manifest.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        mediaType);
  }

  /** The address of an upload that was begun. */
  public String begin(String repository) {
    Answer answer = send("POST", "/v2/" + repository + "/blobs/uploads/");
    require(answer, 202);
    return answer.header("Location");
  }

  private static void require(Answer answer, int status) {
    if (answer.status() != status) {
      throw new IllegalStateException("expected " + status + ", was " + answer);
    }
  }

  private Answer exchange(String method, String address, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(address)).method(method, body);
    authorization.ifPresent(value -> request.header("Authorization", value));
    for (int at = 0; at < headers.length; at += 2) {
      request.header(headers[at], headers[at + 1]);
    }
    try {
      HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.headers().map(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
