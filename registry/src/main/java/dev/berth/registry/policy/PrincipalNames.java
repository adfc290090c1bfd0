package dev.berth.registry.policy;

import dev.berth.metadata.Transaction;
import java.util.Optional;

/**
 * Users and roles by their ARN and by the id under which a stored policy names them, so that one
 * that is deleted and made again is somebody else (IAM dossier 4.3).
 */
public interface PrincipalNames {

  /** The id of the user or role with this ARN, as it is in the transaction. */
  Optional<String> idOf(Transaction transaction, String arn);

  /** The ARN of the user or role with this id; empty when it is no more. */
  Optional<String> arnOf(Transaction transaction, String id);
}
