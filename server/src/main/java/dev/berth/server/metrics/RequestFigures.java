package dev.berth.server.metrics;

import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.model.RegistryId;
import dev.berth.server.http.ResponseSent;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests as they end: by row and class of status, with durations and bytes, and as calls
 * of the eight operations that CloudWatch counts ({@code CallCount}, ECR dossier 21).
 *
 * <p>On the way of every request: a look into a map and a handful of additions. The map has as many
 * entries as there are rows.
 */
public final class RequestFigures implements Figures {
  /** Upper bounds of durations in seconds. */
  private static final double[] BOUNDS = {
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    60,
    Double.POSITIVE_INFINITY
  };

  private static final long[] BOUNDS_IN_NANOS = nanos();
  private static final double NANOS = 1e9;
  private static final int CLASSES = 6;
  private static final int PER_CLASS = 100;
  private static final int SUCCESS = 2;
  private static final String ECR = "ecr:";

  /** The operations of {@code CallCount}. */
  private static final Set<String> COUNTED =
      Set.of(
          "ecr:GetAuthorizationToken",
          "ecr:BatchCheckLayerAvailability",
          "ecr:InitiateLayerUpload",
          "ecr:UploadLayerPart",
          "ecr:CompleteLayerUpload",
          "ecr:PutImage",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer");

  /** The rows by which an image is pulled; a look at whether it is there is none. */
  private static final Set<String> PULLS =
      Set.of("GET /v2/{name}/manifests/{reference}", "BatchGetImage");

  private final Map<String, Series> byRow = new ConcurrentHashMap<>();
  private final Map<ApiCall, LongAdder> calls = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final PullCounts pulls;

  /**
   * @param pulls is told of pulls
   */
  public RequestFigures(PullCounts pulls) {
    this.pulls = pulls;
  }

  private record ApiCall(String action, RegistryId registry) {}

  private static final class Series {
    private final LongAdder[] statuses = adders(CLASSES);
    private final LongAdder[] durations = adders(BOUNDS.length);
    private final LongAdder nanos = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder broken = new LongAdder();

    private static LongAdder[] adders(int count) {
      LongAdder[] adders = new LongAdder[count];
      for (int i = 0; i < count; i++) {
        adders[i] = new LongAdder();
      }
      return adders;
    }

    private void ended(ResponseSent response) {
      long took = response.took().toNanos();
      int bucket = 0;
      while (took > BOUNDS_IN_NANOS[bucket]) {
        bucket++;
      }
      durations[bucket].increment();
      nanos.add(took);
      statuses[Math.clamp(response.status() / PER_CLASS, 0, CLASSES - 1)].increment();
      sent.add(response.bytes());
      received.add(response.request().body().length().orElse(0));
      if (!response.complete()) {
        broken.increment();
      }
    }
  }

  /**
   * A request is over.
   *
   * @param row that it was for; one of the tables', or what stands for requests of no row
   * @param demands what it needed the right to do, as far as it came
   * @param home the registry that its caller called; empty for who is not known
   */
  public void ended(
      String row, List<Demand> demands, Optional<RegistryId> home, ResponseSent response) {
    byRow.computeIfAbsent(row, _ -> new Series()).ended(response);
    for (Demand demand : demands) {
      String action = demand.action().toString();
      if (COUNTED.contains(action)) {
        registry(demand.resource(), home)
            .ifPresent(
                registry ->
                    calls
                        .computeIfAbsent(new ApiCall(action, registry), _ -> new LongAdder())
                        .increment());
      }
    }
    if (response.status() / PER_CLASS == SUCCESS && PULLS.contains(row)) {
      demands.forEach(demand -> pulled(demand.resource()));
    }
  }

  private void pulled(Resource resource) {
    if (resource instanceof Resource.OfRepository(var address)) {
      pulls.pulled(address);
    }
  }

  private static Optional<RegistryId> registry(Resource resource, Optional<RegistryId> home) {
    return switch (resource) {
      case Resource.OfRepository(var address) -> Optional.of(address.registry());
      case Resource.AllRepositories(var registry) -> Optional.of(registry);
      case Resource.OfArn _, Resource.Any _ -> home;
    };
  }

  /** A request was refused before it had a row: malformed, too large or too slow. */
  public void refused() {
    refused.increment();
  }

  @Override
  public List<MetricSnapshot> get() {
    Family requests = Figures.counter("berth_requests", "Requests by row and class of status.");
    Family sent = Figures.counter("berth_response_bytes", "Bytes of bodies sent.");
    Family received =
        Figures.counter("berth_request_bytes", "Bytes of bodies that requests announced.");
    Family broken =
        Figures.counter("berth_responses_incomplete", "Answers that were not sent whole.");
    List<HistogramDataPointSnapshot> durations = new ArrayList<>();
    new TreeMap<>(byRow)
        .forEach(
            (row, series) -> {
              for (int status = 1; status < CLASSES; status++) {
                long count = series.statuses[status].sum();
                if (count > 0) {
                  requests.with(count, "row", row, "status", status + "xx");
                }
              }
              sent.with(series.sent.sum(), "row", row);
              received.with(series.received.sum(), "row", row);
              broken.with(series.broken.sum(), "row", row);
              durations.add(histogram(row, series));
            });
    Family called =
        Figures.counter("berth_ecr_calls", "Calls of the operations that CloudWatch counts.");
    calls.forEach(
        (call, count) ->
            called.with(
                count.sum(),
                "account",
                call.registry().account().value(),
                "region",
                call.registry().region().value(),
                "operation",
                call.action().substring(ECR.length())));
    return List.of(
        requests.snapshot(),
        sent.snapshot(),
        received.snapshot(),
        broken.snapshot(),
        called.snapshot(),
        Figures.counter("berth_requests_refused", "Requests refused before they had a row.")
            .with(refused.sum())
            .snapshot(),
        new HistogramSnapshot(
            new MetricMetadata(
                "berth_request_duration_seconds",
                "From the end of a request's head to the last byte of its answer."),
            durations));
  }

  private static HistogramDataPointSnapshot histogram(String row, Series series) {
    long[] counts = new long[BOUNDS.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = series.durations[i].sum();
    }
    HistogramDataPointSnapshot.Builder point =
        HistogramSnapshot.HistogramDataPointSnapshot.builder()
            .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, counts));
    point.sum(series.nanos.sum() / NANOS);
    point.labels(Labels.of("row", row));
    return point.build();
  }

  private static long[] nanos() {
    long[] nanos = new long[BOUNDS.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = (long) (BOUNDS[i] * NANOS); // the largest long for infinity
    }
    return nanos;
  }
}
