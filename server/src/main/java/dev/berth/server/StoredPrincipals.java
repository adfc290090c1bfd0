package dev.berth.server;

import dev.berth.identity.PrincipalIds;
import dev.berth.metadata.Transaction;
import dev.berth.model.Arn;
import dev.berth.registry.policy.PrincipalNames;
import java.util.Optional;

/** The users and roles that there are, for the policies of repositories and registries. */
record StoredPrincipals() implements PrincipalNames {
  @Override
  public Optional<String> idOf(Transaction transaction, String arn) {
    return PrincipalIds.idOf(transaction, Arn.parse(arn));
  }

  @Override
  public Optional<String> arnOf(Transaction transaction, String id) {
    return PrincipalIds.arnOf(transaction, id).map(Arn::toString);
  }
}
