package dev.berth.wire.query;

import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Row;

/**
 * An action of a service that speaks the Query protocol.
 *
 * @param service its signing name
 * @param version of the API, as requests state it
 * @param name such as {@code GetCallerIdentity}
 * @param guard who may use it
 * @param writer writes what stands inside the {@code Result} element
 */
public record QueryAction(
    String service, String version, String name, GuardKind guard, ResultWriter writer)
    implements Row {

  /** Writes a result. */
  @FunctionalInterface
  public interface ResultWriter {
    void write(XmlAnswer answer, Caller.Known caller);
  }
}
