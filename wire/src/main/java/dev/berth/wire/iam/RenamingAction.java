package dev.berth.wire.iam;

import dev.berth.iam.Demand;
import dev.berth.model.AccountId;
import dev.berth.model.IdentityKind;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import java.util.List;
import java.util.Optional;

/**
 * UpdateUser and UpdateGroup: another name, another path, or both. It is demanded on what is
 * renamed and on what it becomes.
 *
 * @param kind of what is renamed
 * @param change does it
 */
record RenamingAction(IdentityKind kind, IamDemands demands, Change change)
    implements IamAction.Demanding<RenamingAction.Request> {

  /**
   * What is asked for.
   *
   * @param name as it is now
   */
  record Request(String name, Optional<String> newName, Optional<String> newPath) {}

  /** Gives a user or group another name or path; what is empty stays. */
  @FunctionalInterface
  interface Change {
    void rename(AccountId account, String name, Optional<String> newName, Optional<String> newPath);
  }

  private String action() {
    return "Update" + IamInput.title(kind);
  }

  QueryAction<?> row() {
    return IamAction.silent(
        action(),
        (input, _) ->
            new Request(
                IamInput.name(input, kind),
                IamInput.nameIfAny(input, kind, "New" + IamInput.title(kind) + "Name"),
                IamInput.path(input, "NewPath")),
        this,
        (request, caller, _) ->
            change.rename(
                IamDemands.account(caller), request.name(), request.newName(), request.newPath()));
  }

  @Override
  public Demand of(Request request, Caller.Known caller) {
    return all(request, caller).getFirst();
  }

  @Override
  public List<Demand> all(Request request, Caller.Known caller) {
    return demands.onRenamed(
        action(), kind, request.name(), request.newName(), request.newPath(), caller);
  }
}
