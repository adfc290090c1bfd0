package dev.berth.iam;

import java.util.List;
import java.util.Map;

/**
 * One thing that a request needs the right to do.
 *
 * @param action what
 * @param resource to what
 * @param conditions values of condition keys that come from the request itself, such as {@code
 *     aws:RequestTag/team}; each key has one or more values
 * @param force whether a refusal ends the request
 */
public record Demand(
    Action action, Resource resource, Map<String, List<String>> conditions, Force force) {

  /** What a refusal means for the request. */
  public enum Force {
    /** The request is refused. */
    HARD,
    /** The handler is told and does less: a mount becomes an upload, a list is filtered. */
    SOFT
  }

  public Demand {
    conditions = Map.copyOf(conditions);
  }

  /** A demand whose refusal ends the request. */
  public static Demand hard(Action action, Resource resource) {
    return new Demand(action, resource, Map.of(), Force.HARD);
  }

  /** A demand whose refusal the handler is told of. */
  public static Demand soft(Action action, Resource resource) {
    return new Demand(action, resource, Map.of(), Force.SOFT);
  }

  /** The same with the values of condition keys. */
  public Demand with(Map<String, List<String>> values) {
    return new Demand(action, resource, values, force);
  }
}
