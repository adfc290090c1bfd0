package dev.berth.registry.upstream;

import dev.berth.model.Arn;
import dev.berth.model.RegistryId;
import java.util.Optional;

/** The roles as which ECR pulls from registries of other accounts (ECR dossier 17.1). */
public interface UpstreamRoles {

  /**
   * Why ECR cannot act as that role, in words that end a sentence: there is none, or it does not
   * trust ECR. Empty when nothing stands in the way.
   */
  Optional<String> obstacle(Arn role, RegistryId registry);
}
