package dev.berth.server.metrics;

import dev.berth.registry.DiskReserve;
import dev.berth.server.http.Limits;
import dev.berth.server.http.Listener;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What the server has in its hands: connections, memory for bodies, the disk, wrong credentials and
 * the audit trail.
 *
 * @param ready whether it can do its work, as readiness says
 */
public record ServerFigures(
    Listener listener,
    Limits limits,
    DiskReserve reserve,
    Credentials credentials,
    Audit audit,
    BooleanSupplier ready)
    implements Figures {

  /**
   * Wrong credentials since the start.
   *
   * @param wrong how many were refused
   * @param slowed how many were not even looked at
   */
  public record Credentials(LongSupplier wrong, LongSupplier slowed) {}

  /**
   * The audit trail.
   *
   * @param impaired whether it cannot be written, or has just lost something
   * @param lost how many entries were lost since the start
   */
  public record Audit(BooleanSupplier impaired, LongSupplier lost) {}

  @Override
  public List<MetricSnapshot> get() {
    DiskReserve.State disk = reserve.state();
    return List.of(
            Figures.gauge("berth_ready", "1 while the server can do its work.")
                .with(ready.getAsBoolean() ? 1 : 0),
            Figures.gauge("berth_connections", "Open connections.").with(listener.connections()),
            Figures.gauge("berth_connections_max", "Connections that may be open.")
                .with(limits.connections()),
            Figures.gauge("berth_requests_running", "Requests that run.").with(listener.running()),
            Figures.gauge("berth_body_memory_free_bytes", "Memory for bodies that nobody holds.")
                .with(listener.freeBuffers()),
            Figures.gauge("berth_body_memory_bytes", "Memory for bodies.")
                .with(limits.buffers().total()),
            Figures.gauge("berth_disk_free_bytes", "Free bytes of the volume with blobs.")
                .with(disk.free()),
            Figures.gauge("berth_disk_total_bytes", "Bytes of the volume with blobs.")
                .with(disk.total()),
            Figures.gauge("berth_disk_reserve_bytes", "Bytes of it that no upload gets.")
                .with(disk.reserve()),
            Figures.gauge("berth_uploads_refused_for_disk", "1 while the disk takes no uploads.")
                .with(reserve.hasRoom() ? 0 : 1),
            Figures.counter("berth_wrong_credentials", "Wrong credentials refused.")
                .with(credentials.wrong().getAsLong()),
            Figures.counter(
                    "berth_slowed_credentials", "Credentials not looked at: too many wrong.")
                .with(credentials.slowed().getAsLong()),
            Figures.gauge("berth_audit_impaired", "1 while the audit trail loses or cannot write.")
                .with(audit.impaired().getAsBoolean() ? 1 : 0),
            Figures.counter(
                    "berth_audit_lost_entries", "Entries of the audit trail that were lost.")
                .with(audit.lost().getAsLong()))
        .stream()
        .map(Family::snapshot)
        .toList();
  }
}
