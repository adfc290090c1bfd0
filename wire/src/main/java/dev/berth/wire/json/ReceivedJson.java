package dev.berth.wire.json;

import dev.berth.iam.sigv4.PendingSignature;
import dev.berth.model.Digest;
import dev.berth.model.Digester;
import dev.berth.wire.aws.Unacceptable.Unreadable;
import dev.berth.wire.door.BodyBudget;
import dev.berth.wire.door.WholeBody;
import dev.berth.wire.exchange.RequestBody;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of one call: read, its signature verified, and parsed. A wrong signature is reported
 * before bad JSON. Operations whose model has bytes get them spooled while they arrive; every other
 * body is read whole, within the budget.
 */
final class ReceivedJson implements AutoCloseable {
  private final List<AutoCloseable> held = new ArrayList<>();

  /** Reads the body into a tree in which spooled bytes stand as {@link SpooledBytes}. */
  JsonNode read(
      RequestBody body,
      JsonRow<?> row,
      PendingSignature signature,
      BodyBudget budget,
      Spool spool) {
    boolean hasBytes =
        row.model().input().members().values().stream()
            .anyMatch(member -> member.shape() instanceof Shape.Bytes);
    return hasBytes
        ? readSpooling(new HashedBody(body, row.bodyLimit()), row.model(), signature, spool)
        : readWhole(body, row.bodyLimit(), signature, budget);
  }

  private JsonNode readWhole(
      RequestBody body, long limit, PendingSignature signature, BodyBudget budget) {
    WholeBody whole = WholeBody.read(body, limit, budget);
    held.add(whole);
    signature.verify(Digester.digest(Digest.Algorithm.SHA256, whole.bytes()));
    if (whole.bytes().length == 0) {
      return Json.MAPPER.createObjectNode();
    }
    try {
      return Json.MAPPER.readTree(whole.bytes());
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  private JsonNode readSpooling(
      HashedBody body, OperationModel model, PendingSignature signature, Spool spool) {
    ObjectNode tree = Json.MAPPER.createObjectNode();
    try (JsonParser parser = Json.MAPPER.createParser(body)) {
      parse(parser, model, spool, tree);
    } catch (JacksonException e) {
      signature.verify(body.finish());
      throw unreadable(e);
    } catch (Unreadable refused) {
      signature.verify(body.finish());
      throw refused;
    }
    signature.verify(body.finish());
    return tree;
  }

  private void parse(JsonParser parser, OperationModel model, Spool spool, ObjectNode tree) {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      throw new Unreadable("The request has to be an object.");
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      Shape.Member member = model.input().members().get(name);
      if (value == JsonToken.VALUE_STRING
          && member != null
          && member.shape() instanceof Shape.Bytes(var length)) {
        tree.putPOJO(name, spool(parser, spool.create(length.most())));
      } else {
        tree.set(name, parser.<JsonNode>readValueAsTree());
      }
    }
    if (parser.nextToken() != null) {
      throw new Unreadable("Something follows the request.");
    }
  }

  private SpooledBytes spool(JsonParser parser, SpooledBytes bytes) {
    held.add(bytes);
    parser.readBinaryValue(bytes.sink());
    return bytes;
  }

  private static Unreadable unreadable(JacksonException e) {
    return new Unreadable("The request is not valid JSON: " + e.getOriginalMessage());
  }

  @Override
  public void close() {
    for (AutoCloseable each : held) {
      switch (each) {
        case WholeBody whole -> whole.close();
        case SpooledBytes bytes -> bytes.close();
        default -> throw new IllegalStateException("nothing else is held");
      }
    }
    held.clear();
  }
}
