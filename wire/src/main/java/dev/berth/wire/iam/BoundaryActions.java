package dev.berth.wire.iam;

import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import dev.berth.wire.query.QueryAction;
import java.util.List;
import java.util.Optional;

/** Put and Delete of {@code UserPermissionsBoundary} and {@code RolePermissionsBoundary}. */
final class BoundaryActions {
  private final IdentityKind kind;
  private final IamBackend iam;
  private final IamDemands demands;

  private record Boundary(String holder, Arn policy) {}

  /**
   * @param kind of what is limited
   */
  BoundaryActions(IdentityKind kind, IamBackend iam) {
    this.kind = kind;
    this.iam = iam;
    this.demands = new IamDemands(iam.names());
  }

  List<QueryAction<?>> rows() {
    String put = "Put" + IamInput.title(kind) + "PermissionsBoundary";
    String delete = "Delete" + IamInput.title(kind) + "PermissionsBoundary";
    return List.of(
        IamAction.silent(
            put,
            (input, _) ->
                new Boundary(
                    IamInput.name(input, kind), IamInput.arn(input, "PermissionsBoundary")),
            (request, caller) ->
                IamDemands.with(
                    demands.onEntity(put, kind, request.holder(), caller),
                    IamDemands.boundary(Optional.of(request.policy()))),
            (request, caller, _) ->
                iam.attachments()
                    .setBoundary(
                        IamDemands.account(caller), kind, request.holder(), request.policy())),
        IamAction.silent(
            delete,
            (input, _) -> IamInput.name(input, kind),
            (name, caller) -> demands.onEntity(delete, kind, name, caller),
            (name, caller, _) ->
                iam.attachments().deleteBoundary(IamDemands.account(caller), kind, name)));
  }
}
