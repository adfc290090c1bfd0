package dev.berth.testkit.loss;

import java.util.ArrayList;
import java.util.List;

/**
 * A call of the system that goes wrong during a {@link SteppedPush}.
 *
 * @param call its name
 * @param effect in strace's words; one that stays, such as a full disk, ends with a plus in {@code
 *     nth}
 * @param nth which of the calls at that place, from 1
 */
record Fault(Place place, String call, String effect, int nth) {
  static final String KILL = "signal=KILL";
  private static final List<String> EFFECTS = List.of("error=ENOSPC", "error=EIO", KILL);

  /** Where the call is made. */
  enum Place {
    /** The thread that writes to the database: its log, and its file at a checkpoint. */
    DATABASE,
    /** The file of the layer. */
    LAYER,
    /** The folder that the file is in. */
    FOLDER
  }

  /**
   * All of a push.
   *
   * @param writes how often the database's thread writes
   * @param syncs how often it syncs
   */
  static List<Fault> all(int writes, int syncs) {
    List<Fault> faults = new ArrayList<>();
    for (String effect : EFFECTS) {
      for (int nth = 1; nth <= writes; nth++) {
        faults.add(new Fault(Place.DATABASE, "pwrite64", effect, nth));
      }
      for (int nth = 1; nth <= syncs; nth++) {
        faults.add(new Fault(Place.DATABASE, "fsync", effect, nth));
      }
      for (int nth = 1; nth <= 3; nth++) {
        faults.add(new Fault(Place.LAYER, "pwrite64", effect, nth));
      }
      faults.add(new Fault(Place.LAYER, "fsync", effect, 1));
      faults.add(new Fault(Place.FOLDER, "fsync", effect, 1));
    }
    return faults;
  }

  boolean kills() {
    return effect.equals(KILL);
  }

  /** Whether it is a disk that stays full, and not a single mishap. */
  boolean isFullDisk() {
    return effect.equals("error=ENOSPC") && call.equals("pwrite64");
  }

  /** The request before which the tracer has to be there. */
  SteppedPush.Step step() {
    if (place == Place.DATABASE) {
      return SteppedPush.Step.BEGIN;
    }
    if (!call.equals("pwrite64")) {
      return SteppedPush.Step.LAST;
    }
    return switch (nth) {
      case 1 -> SteppedPush.Step.FIRST;
      case 2 -> SteppedPush.Step.SECOND;
      default -> SteppedPush.Step.LAST;
    };
  }

  /** What strace is told. */
  String injection() {
    // of a layer's file the tracer sees no call before the one meant
    int seen = place == Place.DATABASE ? nth : 1;
    return "inject=%s:%s:when=%d%s".formatted(call, effect, seen, isFullDisk() ? "+" : "");
  }
}
