package dev.berth.blob.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The calls of the system, noted down, of which the Nth of a kind goes wrong in a given way. */
final class FaultyFileCalls implements FileCalls {
  private final Fault fault;
  private final int nth;
  private final AtomicInteger seen = new AtomicInteger();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /** A way in which a call goes wrong. */
  enum Fault {
    NONE,
    /** Takes half of the bytes and says so: not a failure, but seldom seen. */
    SHORT_WRITE,
    FAILED_WRITE,
    /** Takes half of the bytes, then fails without saying how many. */
    TORN_WRITE,
    FAILED_SYNC,
    FAILED_FOLDER_SYNC;

    private static final Set<Fault> OF_WRITES = Set.of(SHORT_WRITE, FAILED_WRITE, TORN_WRITE);
  }

  FaultyFileCalls(Fault fault, int nth) {
    this.fault = fault;
    this.nth = nth;
  }

  static FaultyFileCalls none() {
    return new FaultyFileCalls(Fault.NONE, 0);
  }

  /** What was called, in order: {@code write}, {@code sync} and {@code syncFolder NAME}. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** Whether the fault has happened. */
  boolean happened() {
    return seen.get() >= nth;
  }

  @Override
  public int write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    calls.add("write");
    if (Fault.OF_WRITES.contains(fault) && seen.incrementAndGet() == nth) {
      return switch (fault) {
        case SHORT_WRITE -> half(file, bytes, position);
        case TORN_WRITE -> {
          half(file, bytes, position);
          throw new IOException("No space left on device");
        }
        default -> throw new IOException("No space left on device");
      };
    }
    return SYSTEM.write(file, bytes, position);
  }

  private static int half(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    int half = bytes.remaining() / 2;
    int written = SYSTEM.write(file, bytes.slice(bytes.position(), half), position);
    bytes.position(bytes.position() + written);
    return written;
  }

  @Override
  public void sync(FileChannel file) throws IOException {
    calls.add("sync");
    if (fault == Fault.FAILED_SYNC && seen.incrementAndGet() == nth) {
      throw new IOException("input/output error");
    }
    SYSTEM.sync(file);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    calls.add("syncFolder " + folder.getFileName());
    if (fault == Fault.FAILED_FOLDER_SYNC && seen.incrementAndGet() == nth) {
      throw new IOException("input/output error");
    }
    SYSTEM.syncFolder(folder);
  }
}
