package dev.berth.wire.berth;

import dev.berth.model.RepositoryAddress;
import java.time.Instant;
import java.util.List;

/** How often repositories were pulled from ({@code RepositoryPullCount}, ECR dossier 21). */
@FunctionalInterface
public interface RepositoryPulls {

  /**
   * The pulls of a minute.
   *
   * @param minute its beginning
   * @param sum how many, 1 or more
   */
  record Point(Instant minute, int sum) {}

  /**
   * The minutes with pulls, in order.
   *
   * @param from the minute of this time is the first
   * @param until no minute begins at or after this time
   */
  List<Point> of(RepositoryAddress repository, Instant from, Instant until);
}
