package dev.berth.wire;

import dev.berth.metadata.Transaction;
import dev.berth.registry.policy.PrincipalNames;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The users and roles that a test says there are. */
public final class GivenPrincipals implements PrincipalNames {
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  /** There is one with this ARN and this id. */
  public void have(String arn, String id) {
    ids.put(arn, id);
  }

  /** It is gone. */
  public void remove(String arn) {
    ids.remove(arn);
  }

  @Override
  public Optional<String> idOf(Transaction transaction, String arn) {
    return Optional.ofNullable(ids.get(arn));
  }

  @Override
  public Optional<String> arnOf(Transaction transaction, String id) {
    return ids.entrySet().stream()
        .filter(entry -> entry.getValue().equals(id))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
