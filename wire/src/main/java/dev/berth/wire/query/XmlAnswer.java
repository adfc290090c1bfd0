package dev.berth.wire.query;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document being written. Characters that XML cannot hold are replaced. */
public final class XmlAnswer {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter writer;

  XmlAnswer(String root, String namespace) {
    try {
      writer = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      writer.writeStartElement(root);
      writer.writeDefaultNamespace(namespace);
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /** An element with others in it. */
  public XmlAnswer open(String name) {
    try {
      writer.writeStartElement(name);
      return this;
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /** The end of the element opened last. */
  public XmlAnswer close() {
    try {
      writer.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /** An element with text in it. */
  public XmlAnswer element(String name, String value) {
    try {
      writer.writeStartElement(name);
      writer.writeCharacters(allowed(value));
      writer.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /** The document, all elements closed. */
  String finish() {
    try {
      writer.writeEndDocument();
      writer.close();
      return text + "\n";
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  // XML 1.0, production 2
  private static String allowed(String value) {
    StringBuilder kept = new StringBuilder(value.length());
    value
        .codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000
                    ? c
                    : 0xFFFD)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static IllegalStateException failed(XMLStreamException e) {
    return new IllegalStateException(
        String.format(Locale.ROOT, "XML in memory could not be written: %s", e.getMessage()), e);
  }
}
