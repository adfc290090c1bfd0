package dev.berth.server.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * The process and its Java virtual machine.
 *
 * @param version of Berth
 */
public record ProcessFigures(String version) implements Figures {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  @Override
  public List<MetricSnapshot> get() {
    List<MetricSnapshot> figures = new ArrayList<>();
    figures.add(
        Figures.gauge("berth_build", "Which Berth serves; always 1.")
            .with(1, "version", version)
            .snapshot());
    figures.add(
        Figures.gauge("process_start_time_seconds", "When the process began.")
            .with(ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS)
            .snapshot());
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.UnixOperatingSystemMXBean system) {
      figures.add(
          Figures.counter("process_cpu_seconds", "Processor time taken.")
              .with(system.getProcessCpuTime() / NANOS)
              .snapshot());
      figures.add(
          Figures.gauge("process_open_fds", "Open files.")
              .with(system.getOpenFileDescriptorCount())
              .snapshot());
      figures.add(
          Figures.gauge("process_max_fds", "Files that may be open.")
              .with(system.getMaxFileDescriptorCount())
              .snapshot());
    }
    figures.addAll(memory());
    figures.addAll(collection());
    figures.add(
        Figures.gauge("jvm_threads", "Platform threads.")
            .with(ManagementFactory.getThreadMXBean().getThreadCount())
            .snapshot());
    return figures;
  }

  private static List<MetricSnapshot> memory() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    Family used = Figures.gauge("jvm_memory_used_bytes", "Memory in use, by area.");
    Family max = Figures.gauge("jvm_memory_max_bytes", "Memory that may be used, by area.");
    area("heap", memory.getHeapMemoryUsage(), used, max);
    area("nonheap", memory.getNonHeapMemoryUsage(), used, max);
    Family buffers = Figures.gauge("jvm_buffer_bytes", "Memory of buffers beside the heap.");
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      buffers.with(pool.getMemoryUsed(), "pool", pool.getName());
    }
    return List.of(used.snapshot(), max.snapshot(), buffers.snapshot());
  }

  private static void area(String name, MemoryUsage usage, Family used, Family max) {
    used.with(usage.getUsed(), "area", name);
    if (usage.getMax() >= 0) {
      max.with(usage.getMax(), "area", name);
    }
  }

  private static List<MetricSnapshot> collection() {
    Family runs = Figures.counter("jvm_gc_runs", "Runs of the garbage collectors.");
    Family seconds = Figures.counter("jvm_gc_seconds", "Time that garbage collectors took.");
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      runs.with(Math.max(0, collector.getCollectionCount()), "collector", collector.getName());
      seconds.with(
          Math.max(0, collector.getCollectionTime()) / MILLIS, "collector", collector.getName());
    }
    return List.of(runs.snapshot(), seconds.snapshot());
  }
}
