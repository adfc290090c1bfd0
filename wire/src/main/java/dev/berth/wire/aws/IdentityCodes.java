package dev.berth.wire.aws;

import dev.berth.identity.refusal.DeleteConflict;
import dev.berth.identity.refusal.EntityAlreadyExists;
import dev.berth.identity.refusal.IdentityRefusal;
import dev.berth.identity.refusal.InvalidInput;
import dev.berth.identity.refusal.InvalidUserType;
import dev.berth.identity.refusal.MalformedPolicy;
import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.identity.refusal.PolicyNotAttachable;
import dev.berth.identity.refusal.QuotaExceeded;
import dev.berth.identity.refusal.UnmodifiableEntity;

/** The exception of the IAM API for every refusal of identities (IAM dossier 9.3). */
final class IdentityCodes {
  private IdentityCodes() {}

  // A refusal that has no case here does not compile.
  static AwsError of(IdentityRefusal refusal) {
    String code =
        switch (refusal) {
          case NoSuchEntity _ -> "NoSuchEntity";
          case EntityAlreadyExists _ -> "EntityAlreadyExists";
          case DeleteConflict _ -> "DeleteConflict";
          case QuotaExceeded _ -> "LimitExceeded";
          case InvalidInput _ -> "InvalidInput";
          case UnmodifiableEntity _ -> "UnmodifiableEntity";
          case PolicyNotAttachable _ -> "PolicyNotAttachable";
          case MalformedPolicy _ -> "MalformedPolicyDocument";
          case InvalidUserType _ -> "InvalidUserType";
        };
    return AwsError.of(code, refusal.getMessage());
  }
}
