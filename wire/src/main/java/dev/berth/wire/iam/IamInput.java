package dev.berth.wire.iam;

import dev.berth.identity.refusal.InvalidInput;
import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import dev.berth.model.Malformed;
import dev.berth.wire.query.QueryInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The parameters that many actions of IAM share, each with its rule (IAM dossier 9.3). */
final class IamInput {
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
  private static final Pattern PATH =
      Pattern.compile("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)");
  private static final Pattern PREFIX = Pattern.compile("\\u002F[\\u0021-\\u007F]*");
  private static final Pattern DOCUMENT =
      Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
  private static final Pattern ANY = Pattern.compile("[\\s\\S]*");
  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_GROUP_OR_POLICY = 128;
  private static final int LONGEST_PATH = 512;
  private static final int LONGEST_DOCUMENT = 131_072;
  private static final int SHORTEST_ARN = 20;
  private static final int LONGEST_ARN = 2048;
  private static final int LONGEST_DESCRIPTION = 1000;
  private static final int LONGEST_TAG_KEY = 128;
  private static final int LONGEST_TAG_VALUE = 256;
  private static final int MOST_TAGS = 50;

  private IamInput() {}

  /** Such as {@code UserName}. */
  static String parameter(IdentityKind kind) {
    return title(kind) + "Name";
  }

  /** Such as {@code User}. */
  static String title(IdentityKind kind) {
    return switch (kind) {
      case USER -> "User";
      case GROUP -> "Group";
      case ROLE -> "Role";
    };
  }

  /** The name of a user, group or role that the action requires. */
  static String name(QueryInput input, IdentityKind kind) {
    return input.text(parameter(kind), 1, longest(kind), NAME);
  }

  static Optional<String> nameIfAny(QueryInput input, IdentityKind kind, String parameter) {
    return input.textIfAny(parameter, 1, longest(kind), NAME);
  }

  private static int longest(IdentityKind kind) {
    return kind == IdentityKind.GROUP ? LONGEST_GROUP_OR_POLICY : LONGEST_NAME;
  }

  static String policyName(QueryInput input) {
    return input.text("PolicyName", 1, LONGEST_GROUP_OR_POLICY, NAME);
  }

  static Optional<String> path(QueryInput input, String parameter) {
    return input.textIfAny(parameter, 1, LONGEST_PATH, PATH);
  }

  /** The path of something new: the root's, when none is given. */
  static String path(QueryInput input) {
    return path(input, "Path").orElse("/");
  }

  /** What the paths in a list begin with. */
  static String pathPrefix(QueryInput input) {
    return input.textIfAny("PathPrefix", 1, LONGEST_PATH, PREFIX).orElse("/");
  }

  static String document(QueryInput input, String parameter) {
    return input.text(parameter, 1, LONGEST_DOCUMENT, DOCUMENT);
  }

  static Optional<String> description(QueryInput input) {
    return input.textIfAny("Description", 0, LONGEST_DESCRIPTION, ANY);
  }

  static Arn arn(QueryInput input, String parameter) {
    return arn(input.text(parameter, SHORTEST_ARN, LONGEST_ARN, ANY));
  }

  static Optional<Arn> arnIfAny(QueryInput input, String parameter) {
    return input.textIfAny(parameter, SHORTEST_ARN, LONGEST_ARN, ANY).map(IamInput::arn);
  }

  private static Arn arn(String text) {
    try {
      return Arn.parse(text);
    } catch (Malformed _) {
      throw new InvalidInput("ARN %s is not valid.".formatted(text));
    }
  }

  /** The list {@code Tags}, in its order. */
  static Map<String, String> tags(QueryInput input) {
    Map<String, String> tags = new LinkedHashMap<>();
    TreeSet<String> keys = new TreeSet<>();
    for (QueryInput tag : input.structures("Tags")) {
      String key = tag.text("Key", 1, LONGEST_TAG_KEY, TAG);
      tags.put(key, tag.text("Value", 0, LONGEST_TAG_VALUE, TAG));
      if (!keys.add(key.toLowerCase(Locale.ROOT))) {
        throw new InvalidInput(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    if (tags.size() > MOST_TAGS) {
      throw input.violation(
          "Tags", tags.size() + " tags", "Member must have length less than or equal to 50");
    }
    return tags;
  }

  static List<String> tagKeys(QueryInput input) {
    return input.texts("TagKeys");
  }
}
