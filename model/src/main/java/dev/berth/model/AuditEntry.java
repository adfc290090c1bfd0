package dev.berth.model;

import java.time.Instant;

/**
 * What one call left in the audit trail.
 *
 * @param requestId of the call, which has at most one entry
 * @param time of the entry, to microseconds
 * @param account whose registry or identities the call was about
 * @param caller the account of whoever called; that of {@code account} when nobody is known
 * @param document the entry in the shape of CloudTrail: one JSON object in ASCII without line ends
 */
public record AuditEntry(
    String requestId, Instant time, AccountId account, AccountId caller, String document) {

  /** Whether an account may see it: it was called, or did call. */
  public boolean concerns(AccountId who) {
    return account.equals(who) || caller.equals(who);
  }
}
