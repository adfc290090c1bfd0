package dev.berth.iam;

import java.util.Map;

/** The tags of resources, looked up when a policy asks for them and as they are then. */
@FunctionalInterface
public interface ResourceTags {

  /** No resource has a tag. */
  ResourceTags NONE = resource -> Map.of();

  /** The tags of the resource; none when it does not exist or cannot have any. */
  Map<String, String> of(Resource resource);
}
