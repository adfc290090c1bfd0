package dev.berth.registry.template;

import dev.berth.model.Arn;
import dev.berth.model.RepositoryAddress;
import java.util.Map;
import java.util.Optional;

/** The roles as which ECR makes repositories for an account (ECR dossier 18). */
public interface CreationRoles {

  /**
   * Why ECR cannot make the repository as that role, in words that end a sentence: there is none,
   * it does not trust ECR, or it lacks a right. Empty when nothing stands in the way.
   */
  Optional<String> obstacle(Arn role, RepositoryAddress address, Map<String, String> resourceTags);
}
