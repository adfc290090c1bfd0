package dev.berth.server.door;

import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.model.RepositoryName;
import dev.berth.wire.door.Call;
import dev.berth.wire.door.Caller;
import dev.berth.wire.door.Row;
import dev.berth.wire.exchange.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A call that anybody may make: nothing is asked, nothing is read, nothing is changed. */
record OpenCall(OpenRow row, Supplier<Response> answer) implements Call {

  /** A row for anybody. */
  record OpenRow(String name) implements Row {
    @Override
    public GuardKind guard() {
      return GuardKind.OPEN;
    }
  }

  @Override
  public Optional<RepositoryName> repository() {
    return Optional.empty();
  }

  @Override
  public Caller authenticate() {
    return new Caller.Unasked();
  }

  @Override
  public void read(Caller caller) {
    // an open row takes no body
  }

  @Override
  public List<Demand> demands(Caller caller) {
    return List.of();
  }

  @Override
  public Response handle(Caller caller, Decision.Allowed decision) {
    return answer.get();
  }

  @Override
  public void close() {
    // it holds nothing
  }
}
