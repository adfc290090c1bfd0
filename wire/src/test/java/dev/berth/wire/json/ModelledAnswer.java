package dev.berth.wire.json;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Holds an answer against the output shape of its operation, so that writers and model cannot drift
 * apart.
 */
public final class ModelledAnswer {
  private ModelledAnswer() {}

  /**
   * Fails for a member that the model does not have, that has another type, or that is required and
   * missing.
   */
  public static void check(OperationModel operation, JsonNode answer) {
    check(operation.output(), answer, operation.name());
  }

  private static void check(Shape shape, JsonNode node, String path) {
    boolean holds =
        switch (shape) {
          case Shape.Text text ->
              node.isString()
                  && (text.allowed().isEmpty() || text.allowed().contains(node.stringValue()));
          case Shape.WholeNumber _ -> node.isIntegralNumber();
          case Shape.Fraction _, Shape.Timestamp _ -> node.isNumber();
          case Shape.Flag _ -> node.isBoolean();
          case Shape.Bytes _ -> node.isString();
          case Shape.ListOf list -> {
            node.valueStream().forEach(item -> check(list.item(), item, path + "[]"));
            yield node.isArray();
          }
          case Shape.MapOf _ -> node.isObject();
          case Shape.Structure(var members) -> {
            structure(members, node, path);
            yield node.isObject();
          }
        };
    if (!holds) {
      throw new AssertionError("%s is %s, not %s".formatted(path, node, shape));
    }
  }

  private static void structure(Map<String, Shape.Member> members, JsonNode node, String path) {
    node.properties()
        .forEach(
            entry -> {
              Shape.Member member = members.get(entry.getKey());
              if (member == null) {
                throw new AssertionError(path + " has the unknown member " + entry.getKey());
              }
              check(member.shape(), entry.getValue(), path + "." + entry.getKey());
            });
    members.forEach(
        (name, member) -> {
          if (member.required() && !node.has(name)) {
            throw new AssertionError(path + " lacks " + name);
          }
        });
  }
}
