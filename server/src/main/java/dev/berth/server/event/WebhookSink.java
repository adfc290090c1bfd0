package dev.berth.server.event;

import dev.berth.server.config.WebhookSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts events to an address, one a request, signed: {@code Berth-Signature: t=SECONDS,v1=HEX} is
 * HMAC-SHA256, under the secret of the configuration, of the seconds, a full stop and the body.
 *
 * <p>A receiver has ten seconds to begin its answer. Nothing of an answer but its status is read,
 * and no redirect is followed: the address is the operator's, and nobody else's.
 */
final class WebhookSink implements Sink {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String ALGORITHM = "HmacSHA256";

  /** Statuses that ask to come back, though they blame the request. */
  private static final Set<Integer> LATER = Set.of(408, 425, 429);

  private static final int SUCCESS = 2;
  private static final int SERVER_ERROR = 5;
  private static final int CLASS = 100;

  private final WebhookSettings settings;
  private final HttpClient client;
  private final InstantSource clock;

  WebhookSink(WebhookSettings settings, HttpClient client, InstantSource clock) {
    this.settings = settings;
    this.client = client;
    this.clock = clock;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public Outcome deliver(List<Letter> letters) {
    for (Letter letter : letters) {
      Outcome outcome = post(letter);
      if (!(outcome instanceof Outcome.Delivered)) {
        return outcome;
      }
    }
    return new Outcome.Delivered();
  }

  private Outcome post(Letter letter) {
    try {
      HttpResponse<InputStream> response =
          client.send(request(letter), HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      return outcome(response.statusCode());
    } catch (IOException e) {
      return new Outcome.Unavailable(e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Outcome.Unavailable("interrupted");
    }
  }

  private static Outcome outcome(int status) {
    String answer = "it answered " + status;
    if (status / CLASS == SUCCESS) {
      return new Outcome.Delivered();
    }
    return status / CLASS == SERVER_ERROR || LATER.contains(status)
        ? new Outcome.Unavailable(answer)
        : new Outcome.Refused(answer);
  }

  private HttpRequest request(Letter letter) {
    long seconds = clock.instant().getEpochSecond();
    return HttpRequest.newBuilder(settings.url())
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .header("User-Agent", "berth")
        .header("Berth-Event-Id", letter.id())
        .header("Berth-Signature", "t=%d,v1=%s".formatted(seconds, signature(seconds, letter)))
        .POST(HttpRequest.BodyPublishers.ofString(letter.body()))
        .build();
  }

  private String signature(long seconds, Letter letter) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(settings.secret().bytes(), ALGORITHM));
      return HexFormat.of()
          .formatHex(mac.doFinal((seconds + "." + letter.body()).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
