package dev.berth.wire.iam;

import dev.berth.model.IdentityKind;
import dev.berth.wire.query.QueryAction;
import java.util.List;

/**
 * Lists of what Berth has none of: clients ask for them before they delete a user or a role (IAM
 * dossier 9.1).
 */
final class EmptyListActions {
  private final IamBackend iam;
  private final IamDemands demands;

  EmptyListActions(IamBackend iam) {
    this.iam = iam;
    this.demands = new IamDemands(iam.names());
  }

  List<QueryAction<?>> rows() {
    return List.of(
        row("ListMFADevices", IdentityKind.USER, "MFADevices"),
        row("ListSigningCertificates", IdentityKind.USER, "Certificates"),
        row("ListSSHPublicKeys", IdentityKind.USER, "SSHPublicKeys"),
        row("ListServiceSpecificCredentials", IdentityKind.USER, "ServiceSpecificCredentials"),
        row("ListInstanceProfilesForRole", IdentityKind.ROLE, "InstanceProfiles"));
  }

  private QueryAction<?> row(String action, IdentityKind kind, String element) {
    return IamAction.answering(
        action,
        (input, caller) ->
            IamInput.nameIfAny(input, kind, IamInput.parameter(kind))
                .orElseGet(() -> UserActions.own(caller)),
        (name, caller) -> demands.onEntity(action, kind, name, caller),
        (name, caller, xml) -> {
          switch (kind) {
            case ROLE -> iam.roles().get(IamDemands.account(caller), name);
            case USER, GROUP -> iam.users().get(IamDemands.account(caller), name);
          }
          xml.open(element).close().element("IsTruncated", "false");
        });
  }
}
