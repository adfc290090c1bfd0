package dev.berth.wire;

import dev.berth.wire.berth.Housekeeping;
import java.util.List;
import java.util.Optional;

/** A server that does nothing without a request. */
final class GivenHousekeeping implements Housekeeping {
  @Override
  public List<Job> timetable() {
    return List.of();
  }

  @Override
  public Optional<Pause> pause() {
    return Optional.empty();
  }

  @Override
  public boolean release() {
    return false;
  }
}
