package dev.berth.iam.policy;

import dev.berth.iam.policy.json.StrictJson;
import java.io.StringWriter;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** The text of a policy written anew, as those see it who store it and show it. */
public final class PolicyText {
  private static final Pattern NAME =
      Pattern.compile("/Statement(?:/[0-9]+)?/(?:Not)?Principal/AWS(?:/[0-9]+)?");

  private PolicyText() {}

  /** How the text is laid out. */
  private static final class Layout extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }
  }

  /**
   * The policy with its principals under other names; every other character stays as it was
   * written.
   *
   * @param policy one that {@link PolicyDocument} has read
   * @param names the new name for each value under {@code "AWS"} in {@code Principal} and {@code
   *     NotPrincipal}: an ARN or an id, nothing that JSON would escape
   */
  public static String withPrincipals(String policy, UnaryOperator<String> names) {
    StringBuilder text = new StringBuilder(policy.length());
    int copied = 0;
    try (JsonParser in = StrictJson.FACTORY.createParser(ObjectReadContext.empty(), policy)) {
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.VALUE_STRING && isName(in)) {
          String name = in.getString();
          String other = names.apply(name);
          if (!other.equals(name)) {
            int start = Math.toIntExact(in.currentTokenLocation().getCharOffset());
            text.append(policy, copied, start).append('"').append(other).append('"');
            copied = Math.toIntExact(in.currentLocation().getCharOffset());
          }
        }
      }
    }
    return text.append(policy, copied, policy.length()).toString();
  }

  private static boolean isName(JsonParser in) {
    return NAME.matcher(in.streamReadContext().pathAsPointer().toString()).matches();
  }

  /**
   * The policy in the form in which ECR gives policies back, {@code "Version" : "2012-10-17"}, a
   * member a line (ECR dossier 9). Elements are put into the order of {@link ElementOrder}, and
   * lists of one stay lists.
   *
   * @param policy one that {@link PolicyDocument} has read
   */
  public static String laidOut(String policy) {
    StringWriter text = new StringWriter(2 * policy.length());
    try (JsonParser in =
            StrictJson.FACTORY.createParser(ObjectReadContext.empty(), ElementOrder.of(policy));
        JsonGenerator out = StrictJson.FACTORY.createGenerator(new Layout(), text)) {
      while (in.nextToken() != null) {
        out.copyCurrentEventExact(in);
      }
    }
    return text.toString();
  }
}
