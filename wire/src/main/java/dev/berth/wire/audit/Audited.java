package dev.berth.wire.audit;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What only the protocol knows of a call (ECR dossier, section 20). Secrets and the content of
 * images may be in it: {@link EventDocument} leaves them out.
 *
 * @param source such as {@code ecr.amazonaws.com}
 * @param name of the API operation that the call is, also when it came over {@code /v2/}
 * @param parameters what was asked, in the words of the API; empty when that is not known yet
 * @param elements what was answered, in the words of the API; empty when nothing is told
 */
public record Audited(String source, String name, ObjectNode parameters, ObjectNode elements) {

  /** Nothing to tell. */
  public static ObjectNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The service of that signing name, as CloudTrail calls it. */
  public static String source(String signingName) {
    return signingName + ".amazonaws.com";
  }
}
