package dev.berth.iam.policy.condition;

import dev.berth.iam.policy.match.ConditionValues;
import java.util.List;
import java.util.Optional;

/** Addresses in networks, of either version of IP. */
record AddressTest(List<Network> wanted) implements ValueTest {

  static List<Network> read(List<String> values) {
    return values.stream().flatMap(value -> Network.read(value).stream()).toList();
  }

  @Override
  public boolean isSatisfied(String value, ConditionValues context) {
    Optional<byte[]> address = Network.address(value);
    if (address.isEmpty()) {
      return false;
    }
    for (Network network : wanted) {
      if (network.contains(address.get())) {
        return true;
      }
    }
    return false;
  }
}
