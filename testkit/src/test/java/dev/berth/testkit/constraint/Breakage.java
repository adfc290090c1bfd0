package dev.berth.testkit.constraint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A value that breaks one constraint, somewhere inside a request.
 *
 * @param path the way from the request to the member: names of members, and positions in lists
 *     (from 0)
 * @param value what breaks the constraint
 * @param constraint what the refusal says about it
 */
record Breakage(List<Object> path, Value value, String constraint) {

  /** What takes the place of a good value. */
  sealed interface Value {
    /** The member is left out. */
    record Missing() implements Value {}

    /** The member is there, as this. */
    record Instead(Object json) implements Value {}
  }

  static Breakage missing(List<Object> path) {
    return new Breakage(path, new Value.Missing(), "Member must not be null");
  }

  static Breakage of(List<Object> path, Object value, String constraint) {
    return new Breakage(path, new Value.Instead(value), constraint);
  }

  /**
   * The member as ECR writes it: list positions from 1, and a capital where the service was seen to
   * write one (ECR dossier 1.3).
   */
  String member() {
    StringBuilder member = new StringBuilder();
    for (Object step : path) {
      switch (step) {
        case Integer position -> member.append('.').append(position + 1).append(".member");
        default -> member.append(member.isEmpty() ? "" : ".").append(step);
      }
    }
    return switch (member.toString()) {
      case "imageManifest" -> "ImageManifest";
      case "lifecyclePolicyText" -> "LifecyclePolicyText";
      case "policyText" -> "PolicyText";
      case String other -> other;
    };
  }

  /** That request with the value in its place. */
  Map<String, Object> in(Map<String, Object> request) {
    return object(request, 0);
  }

  private Map<String, Object> object(Map<String, Object> whole, int depth) {
    Map<String, Object> changed = new LinkedHashMap<>(whole);
    String name = (String) path.get(depth);
    if (depth == path.size() - 1 && value instanceof Value.Missing) {
      changed.remove(name);
    } else {
      changed.put(name, inner(Objects.requireNonNull(changed.get(name)), depth));
    }
    return changed;
  }

  private Object inner(Object before, int depth) {
    if (depth == path.size() - 1 && value instanceof Value.Instead(Object json)) {
      return json;
    }
    if (path.get(depth + 1) instanceof Integer position) {
      List<Object> items = new ArrayList<>((List<?>) before);
      items.set(position, inner(items.get(position), depth + 1));
      return items;
    }
    return object(members(before), depth + 1);
  }

  private static Map<String, Object> members(Object before) {
    Map<String, Object> members = new LinkedHashMap<>();
    ((Map<?, ?>) before).forEach((name, value) -> members.put((String) name, value));
    return members;
  }
}
