package dev.berth.testkit.terraform;

import java.util.Map;
import java.util.Optional;

/**
 * One resource of Terraform's AWS provider: the calls of its create, read, update and delete, in
 * the order in which the provider makes them. A state is what the provider keeps of the answers,
 * attribute by attribute; absent attributes are left out.
 */
interface ReplayedResource {

  /** The resource as Terraform calls it. */
  String type();

  /** The attributes as a user would write them first. */
  Map<String, Object> first();

  /**
   * The attributes after a change in place; the first ones when the provider knows no such change.
   */
  Map<String, Object> changed();

  /** Makes the resource so. */
  void create(Map<String, Object> wanted);

  /** What a refresh finds; empty when the provider takes the resource out of its state. */
  Optional<Map<String, Object>> read();

  /** Changes the resource in place. */
  void update(Map<String, Object> before, Map<String, Object> wanted);

  /** Destroys the resource, and waits until it is gone where the provider does. */
  void delete();

  /** Whether there is nothing left to refresh after {@link #delete}. */
  default boolean endsWithDelete() {
    return true;
  }
}
