package dev.berth.iam.policy.cases;

import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.PolicyFault;
import dev.berth.iam.policy.PolicyRefused;
import dev.berth.iam.policy.PolicyWarning;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.iam.policy.json.NotAsExpected;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the documents of a row as if they were stored, so that a table can also say what becomes of
 * one that could not be written; that it could not is a remark.
 */
final class DocumentReader {
  private final List<String> remarks;

  DocumentReader(List<String> remarks) {
    this.remarks = remarks;
  }

  List<NamedDocument> read(DocumentKind kind, String key, List<String> texts) {
    List<NamedDocument> documents = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String name = "%s[%d]".formatted(key, i);
      documents.add(new NamedDocument(name, read(kind, name, texts.get(i))));
    }
    return documents;
  }

  private PolicyDocument read(DocumentKind kind, String name, String text) {
    PolicyDocument document;
    try {
      document = PolicyDocument.stored(kind, text);
    } catch (PolicyRefused e) {
      throw new NotAsExpected(name + " is no policy: " + sentence(e));
    }
    try {
      PolicyDocument.parse(kind, text);
    } catch (PolicyRefused e) {
      remarks.add(name + " would be refused when written: " + sentence(e));
    }
    for (PolicyWarning warning : document.warnings()) {
      remarks.add(
          "%s, statement %d: %s".formatted(name, warning.statement() + 1, warning.sentence()));
    }
    return document;
  }

  private static String sentence(PolicyRefused refused) {
    return switch (refused.fault()) {
      case PolicyFault.Syntax(var detail) -> detail;
      case PolicyFault.Meaningless(var detail) -> detail;
      default -> refused.getMessage();
    };
  }
}
