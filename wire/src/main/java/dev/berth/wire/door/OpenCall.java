package dev.berth.wire.door;

import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.model.RepositoryName;
import dev.berth.wire.exchange.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A call without a caller: nobody is asked for, no body is read, nothing is demanded. Its row says
 * why that is right.
 */
public record OpenCall(Row row, Supplier<Response> answer) implements Call {

  /** A row for anybody. */
  public record OpenRow(String name) implements Row {
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
    // it takes no body
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
    // it holds nothing: the server closes what it sends
  }
}
