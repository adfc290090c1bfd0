package dev.berth.wire.json;

import dev.berth.wire.aws.Unacceptable;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A body of the AWS API is unreadable, or the same when it is written and read again; and the model
 * accepts or refuses it, twice the same way. The first byte picks the operation.
 */
public final class JsonTarget {
  private static final ServiceModel ECR = ServiceModel.load("/dev/berth/wire/ecr/ecr-api.json");
  private static final List<OperationModel> OPERATIONS =
      ECR.operations().keySet().stream().sorted().map(name -> ECR.operations().get(name)).toList();
  private static final int LONGEST_MESSAGE = 4000;

  private JsonTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    OperationModel operation = OPERATIONS.get((input[0] & 0xff) % OPERATIONS.size());
    JsonNode tree;
    try {
      tree = Json.MAPPER.readTree(input, 1, input.length - 1);
    } catch (JacksonException _) {
      return;
    }
    if (tree.isMissingNode() || !isFinite(tree)) {
      verdict(new ShapeValidator(operation), tree);
      return;
    }
    JsonNode again = Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(tree));
    if (!again.equals(tree)) {
      throw new AssertionError(tree + " is written as another document");
    }
    ShapeValidator validator = new ShapeValidator(operation);
    if (!verdict(validator, tree).equals(verdict(validator, again))) {
      throw new AssertionError("judged in two ways: " + tree);
    }
  }

  /** What is beyond the range of a fraction becomes infinite, for which JSON has no word. */
  private static boolean isFinite(JsonNode node) {
    return (!node.isFloatingPointNumber() || Double.isFinite(node.doubleValue()))
        && node.valueStream().allMatch(JsonTarget::isFinite);
  }

  private static String verdict(ShapeValidator validator, JsonNode tree) {
    try {
      validator.validate(tree);
      return "fine";
    } catch (Unacceptable.Unreadable | Unacceptable.Violation refused) {
      String message = String.valueOf(refused.getMessage());
      if (message.length() > LONGEST_MESSAGE) {
        throw new AssertionError("the refusal repeats its input: " + message.length());
      }
      return message;
    }
  }
}
