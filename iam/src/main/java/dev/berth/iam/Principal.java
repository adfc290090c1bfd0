package dev.berth.iam;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;

/** A caller after authentication (IAM user guide, "Principal"). */
public sealed interface Principal {

  /** Its ARN, as policies and refusals name it. */
  Arn arn();

  /** The account it belongs to. */
  AccountId account();

  /** What GetCallerIdentity answers as {@code UserId}. */
  String userId();

  /** The root user of an account. */
  record RootUser(AccountId account) implements Principal {
    @Override
    public Arn arn() {
      return Arn.ofRoot(account);
    }

    @Override
    public String userId() {
      return account.value();
    }
  }
}
