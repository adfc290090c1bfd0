package dev.berth.wire.query;

import dev.berth.wire.audit.Audited;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer of ours as CloudTrail tells it: what stands in its {@code Result} element. */
final class XmlTree {
  private static final XMLInputFactory READERS = readers();

  private XmlTree() {}

  private static XMLInputFactory readers() {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /** The result; nothing when the answer has none. */
  static ObjectNode of(byte[] answer, String action) {
    try {
      XMLStreamReader reader = READERS.createXMLStreamReader(new ByteArrayInputStream(answer));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals(action + "Result")) {
          return element(reader) instanceof ObjectNode result ? result : Audited.nothing();
        }
      }
      return Audited.nothing();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("an answer of ours is not XML", e);
    }
  }

  /** The content of the element that was just opened, up to its end. */
  private static JsonNode element(XMLStreamReader reader) throws XMLStreamException {
    ObjectNode members = Audited.nothing();
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    StringBuilder text = new StringBuilder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = reader.getLocalName();
          if (name.equals("member")) {
            list.add(element(reader));
          } else {
            members.set(member(name), element(reader));
          }
        }
        case XMLStreamConstants.CHARACTERS -> text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return content(members, list, text.toString());
        }
        default -> {
          // nothing else is written by us
        }
      }
    }
    return members;
  }

  private static JsonNode content(ObjectNode members, ArrayNode list, String text) {
    if (!list.isEmpty()) {
      return list;
    }
    return members.isEmpty() && !text.isBlank()
        ? JsonNodeFactory.instance.stringNode(text)
        : members;
  }

  /** A name as CloudTrail spells it. */
  static String member(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
