package dev.berth.wire.audit;

import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.model.AccountId;
import dev.berth.model.RegistryId;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Request;
import java.util.List;
import java.util.Optional;

/**
 * Everything that an entry is made of.
 *
 * @param request as it came
 * @param audited what only the protocol knows
 * @param changes whether the call may change something
 * @param caller who called; empty for who did not prove who they are
 * @param registry the one that is meant; the default one when none is named
 * @param demands what the call needed the right to do
 * @param decision what the gate said; empty when it was not asked
 * @param failure how the call failed; empty when it did not, or has not yet
 */
public record CallFacts(
    Request request,
    Audited audited,
    boolean changes,
    Optional<Caller.Known> caller,
    RegistryId registry,
    List<Demand> demands,
    Optional<Decision> decision,
    Optional<Failure> failure) {
  public CallFacts {
    demands = List.copyOf(demands);
  }

  /**
   * An error as the API names it (CHECKLIST TR-10).
   *
   * @param code such as {@code RepositoryNotFoundException}, also behind {@code /v2/}
   * @param message for people
   */
  public record Failure(String code, String message) {}

  /** The account that the call was about: the owner of what it demanded. */
  public AccountId recipient() {
    return demands.isEmpty() ? registry.account() : demands.getFirst().resource().owner();
  }

  /** The account of the caller, or of the registry when nobody is known. */
  public AccountId callerAccount() {
    return caller.map(known -> known.principal().account()).orElseGet(this::recipient);
  }
}
