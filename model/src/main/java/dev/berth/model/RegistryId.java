package dev.berth.model;

/**
 * One private registry: an account in a Region. It exists implicitly, and everything that is stored
 * belongs to exactly one. Its {@code registryId} on the wire is the account alone; the Region comes
 * from where the call was sent.
 *
 * @param account the owner
 * @param region where it is
 */
public record RegistryId(AccountId account, Region region) {
  @Override
  public String toString() {
    return account + "/" + region;
  }
}
