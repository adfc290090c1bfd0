package dev.berth.identity.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a document of an issuer (threat T37): https and public addresses unless the operator said
 * otherwise of this issuer, no redirects, no proxy, 256 KiB and 10 seconds at most.
 *
 * <p>The platform keeps what a name resolved to for 30 seconds, longer than a request may take. So
 * the addresses seen before and after are those that the connection used: a name that changes its
 * address in between gets a request without content, and its answer is not believed.
 */
final class OutgoingRequests {
  private static final int MOST_BYTES = 256 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int OK = 200;

  /**
   * The bytes at an address.
   *
   * @throws IOException when it may not be asked, does not answer in time, or answers anything but
   *     200 with a bounded body
   */
  byte[] get(URI address, IssuerSettings issuer) throws IOException {
    check(address, issuer);
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build()) {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .timeout(PATIENCE)
              .header("Accept", "application/json")
              .build();
      HttpResponse<byte[]> response;
      try {
        response =
            client
                .sendAsync(
                    request,
                    HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES))
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        client.shutdownNow();
        throw new IOException("%s did not answer".formatted(address.getHost()), e);
      } catch (InterruptedException e) {
        client.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      check(address, issuer);
      if (response.statusCode() != OK) {
        throw new IOException("%s answered %d".formatted(address.getHost(), response.statusCode()));
      }
      return response.body();
    }
  }

  private static void check(URI address, IssuerSettings issuer) throws IOException {
    String scheme = String.valueOf(address.getScheme());
    String host = String.valueOf(address.getHost());
    boolean plain = scheme.equals("http") && issuer.plainHttp();
    if (!scheme.equals("https") && !plain) {
      throw new IOException("%s is not asked by %s".formatted(host, scheme));
    }
    if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
      throw new IOException("%s is not asked with a user or fragment".formatted(host));
    }
    if (!issuer.privateNetwork()) {
      PublicAddresses.require(host);
    }
  }
}
