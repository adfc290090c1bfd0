package dev.berth.wire.query;

import dev.berth.wire.audit.Audited;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of a form as CloudTrail tells them: {@code Tags.member.1.Key} is the member {@code
 * key} of the first of {@code tags}. What does not fit that form keeps its name.
 */
final class FormTree {
  private static final Set<String> ADDRESS = Set.of("Action", "Version");
  private static final Set<String> LISTS = Set.of("member", "entry");
  private static final int MOST_MEMBERS = 100;

  /** What is deeper stays in the name of the last part. */
  private static final int MOST_PARTS = 16;

  private FormTree() {}

  static ObjectNode of(Form form) {
    ObjectNode tree = Audited.nothing();
    form.parameters()
        .forEach(
            (name, value) -> {
              if (!ADDRESS.contains(name) && !name.startsWith("X-Amz-")) {
                put(tree, List.of(name.split("\\.", MOST_PARTS)).iterator(), value);
              }
            });
    return tree;
  }

  private static void put(ObjectNode into, Iterator<String> path, String value) {
    String name = XmlTree.member(path.next());
    if (!path.hasNext()) {
      into.put(name, value);
      return;
    }
    String next = path.next();
    if (LISTS.contains(next) && path.hasNext()) {
      JsonNode list = into.path(name);
      member(list instanceof ArrayNode known ? known : into.putArray(name), path, value);
    } else {
      ObjectNode inner = into.path(name) instanceof ObjectNode known ? known : into.putObject(name);
      put(inner, rest(next, path), value);
    }
  }

  private static void member(ArrayNode list, Iterator<String> path, String value) {
    int place = place(path.next());
    if (place < 0) {
      return;
    }
    while (list.size() <= place) {
      list.addNull();
    }
    if (path.hasNext()) {
      ObjectNode inner = list.get(place) instanceof ObjectNode known ? known : Audited.nothing();
      list.set(place, inner);
      put(inner, path, value);
    } else {
      list.set(place, value);
    }
  }

  /** From zero; negative for what is no place among those that are kept. */
  private static int place(String number) {
    return number.matches("[0-9]{1,3}") ? Math.min(Integer.parseInt(number), MOST_MEMBERS) - 1 : -1;
  }

  private static Iterator<String> rest(String first, Iterator<String> path) {
    List<String> parts = new ArrayList<>();
    parts.add(first);
    path.forEachRemaining(parts::add);
    return parts.iterator();
  }
}
