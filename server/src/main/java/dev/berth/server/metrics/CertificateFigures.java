package dev.berth.server.metrics;

import dev.berth.server.http.CertificateEnd;
import dev.berth.server.http.Tls;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * When clients will no longer trust the server.
 *
 * @param tls how it is encrypted; empty when it is not, or another one does it
 */
public record CertificateFigures(Optional<Tls> tls) implements Figures {
  @Override
  public List<MetricSnapshot> get() {
    return tls.stream()
        .map(
            how ->
                Figures.gauge(
                        "berth_certificate_end_seconds",
                        "When the certificate in the files ends; 0 when they cannot be used.")
                    .with(CertificateEnd.of(how).getEpochSecond())
                    .snapshot())
        .toList();
  }
}
