package dev.berth.iam.policy;

import java.io.StringWriter;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * The text of a policy written anew: with its principals under other names, and in the form in
 * which ECR gives policies back, {@code "Version" : "2012-10-17"}, a member a line (ECR dossier 9).
 * Elements keep their order, and lists of one stay lists.
 */
public final class PolicyText {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> ELEMENTS = Set.of("Principal", "NotPrincipal");
  private static final String NAMED = "AWS";

  private PolicyText() {}

  /** How the text is laid out. */
  private static final class Layout extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }
  }

  /**
   * Writes a policy anew.
   *
   * @param policy one that {@link PolicyDocument} has read: well-formed JSON of bounded depth
   * @param principals the new name for each value under {@code "AWS"} in {@code Principal} and
   *     {@code NotPrincipal}
   */
  public static String rewritten(String policy, UnaryOperator<String> principals) {
    StringWriter text = new StringWriter(2 * policy.length());
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), policy);
        JsonGenerator out = JSON.createGenerator(new Layout(), text)) {
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.VALUE_STRING && isPrincipal(in.streamReadContext())) {
          out.writeString(principals.apply(in.getString()));
        } else {
          out.copyCurrentEventExact(in);
        }
      }
    }
    return text.toString();
  }

  private static boolean isPrincipal(TokenStreamContext at) {
    TokenStreamContext member = at.inArray() ? at.getParent() : at;
    return member != null
        && member.getParent() != null
        && NAMED.equals(member.currentName())
        && ELEMENTS.contains(String.valueOf(member.getParent().currentName()));
  }
}
