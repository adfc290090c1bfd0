package dev.berth.wire.iam;

import dev.berth.model.IdentityKind;
import dev.berth.wire.query.QueryAction;
import java.util.List;
import java.util.stream.Stream;

/** The table of IAM's actions (IAM dossier 9.1). What is not here is an unknown action. */
public final class IamActions {
  private IamActions() {}

  /** The rows. */
  public static List<QueryAction<?>> rows(IamBackend iam) {
    return Stream.of(
            new UserActions(iam).rows(),
            new AccessKeyActions(iam).rows(),
            new GroupActions(iam).rows(),
            new RoleActions(iam).rows(),
            new InlinePolicyActions(IdentityKind.USER, iam).rows(),
            new InlinePolicyActions(IdentityKind.GROUP, iam).rows(),
            new InlinePolicyActions(IdentityKind.ROLE, iam).rows(),
            new PolicyActions(iam).rows(),
            new PolicyVersionActions(iam).rows(),
            new AttachmentActions(IdentityKind.USER, iam).rows(),
            new AttachmentActions(IdentityKind.GROUP, iam).rows(),
            new AttachmentActions(IdentityKind.ROLE, iam).rows(),
            new BoundaryActions(IdentityKind.USER, iam).rows(),
            new BoundaryActions(IdentityKind.ROLE, iam).rows(),
            new TagActions(TagActions.Tagged.USER, iam).rows(),
            new TagActions(TagActions.Tagged.ROLE, iam).rows(),
            new TagActions(TagActions.Tagged.POLICY, iam).rows(),
            new TagActions(TagActions.Tagged.PROVIDER, iam).rows(),
            new OidcProviderActions(iam).rows(),
            new ServiceLinkedRoleActions(iam).rows(),
            new AccountActions(iam).rows(),
            new SimulationActions(iam).rows(),
            new EmptyListActions(iam).rows())
        .<QueryAction<?>>flatMap(List::stream)
        .toList();
  }
}
