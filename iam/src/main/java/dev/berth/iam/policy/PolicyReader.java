package dev.berth.iam.policy;

import dev.berth.iam.policy.WrittenPolicy.Listed;
import dev.berth.iam.policy.WrittenPolicy.WrittenCondition;
import dev.berth.iam.policy.WrittenPolicy.WrittenPrincipal;
import dev.berth.iam.policy.WrittenPolicy.WrittenPrincipals;
import dev.berth.iam.policy.WrittenPolicy.WrittenStatement;
import dev.berth.iam.policy.condition.Operator;
import dev.berth.iam.policy.json.NotAsExpected;
import dev.berth.iam.policy.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document by the grammar of IAM dossier 4.1, in one pass. What the grammar does not know
 * is refused: unknown members, members that stand twice, null.
 */
final class PolicyReader {
  private static final int LONGEST = 131_072;
  private static final char LAST_LATIN = 0xFF;

  private final StrictJson json;

  private PolicyReader(StrictJson json) {
    this.json = json;
  }

  /** The document, or {@link PolicyRefused} with a fault of syntax. */
  static WrittenPolicy read(String text) {
    if (text.length() > LONGEST) {
      throw new PolicyRefused(new PolicyFault.TooLong(LONGEST));
    }
    try {
      requireCharacters(text);
      return StrictJson.document(text, json -> new PolicyReader(json).policy());
    } catch (NotAsExpected e) {
      throw new PolicyRefused(new PolicyFault.Syntax(e.getMessage()));
    }
  }

  /** Policies hold tabs, line ends and the characters of Latin-1 that can be seen. */
  private static void requireCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean space = c == '\t' || c == '\n' || c == '\r';
      if (c > LAST_LATIN || (c < ' ' && !space)) {
        throw new NotAsExpected("character U+%04X".formatted((int) c));
      }
    }
  }

  private WrittenPolicy policy() {
    Members found = new Members();
    json.object(
        "the document",
        name -> {
          switch (name) {
            case "Version" -> found.version = json.text(name);
            case "Id" -> found.id = json.text(name);
            case "Statement" -> found.statements = statements();
            default -> throw new NotAsExpected("unknown member " + name);
          }
        });
    if (found.statements.isEmpty()) {
      throw new NotAsExpected("no Statement");
    }
    return new WrittenPolicy(
        Optional.ofNullable(found.version), Optional.ofNullable(found.id), found.statements);
  }

  private List<WrittenStatement> statements() {
    List<WrittenStatement> statements = new ArrayList<>();
    json.oneOrMore("Statement", () -> statements.add(statement(statements.size())));
    return List.copyOf(statements);
  }

  private WrittenStatement statement(int index) {
    StatementMembers found = new StatementMembers();
    int line = json.line();
    int column = json.column();
    json.object("a statement", name -> member(name, found));
    if (found.effect == null) {
      throw new NotAsExpected("a statement has no Effect");
    }
    return new WrittenStatement(
        index,
        new Span(line, column, json.line(), json.column() + 1),
        Optional.ofNullable(found.sid),
        found.effect,
        Optional.ofNullable(found.principals),
        Optional.ofNullable(found.actions),
        Optional.ofNullable(found.resources),
        List.copyOf(found.conditions));
  }

  private void member(String name, StatementMembers found) {
    switch (name) {
      case "Sid" -> found.sid = json.text(name);
      case "Effect" -> found.effect = effect(json.text(name));
      case "Principal", "NotPrincipal" -> {
        requireFirst(found.principals, name);
        found.principals = new WrittenPrincipals(name.startsWith("Not"), principals(name));
      }
      case "Action", "NotAction" -> {
        requireFirst(found.actions, name);
        found.actions = new Listed(name.startsWith("Not"), json.texts(name));
      }
      case "Resource", "NotResource" -> {
        requireFirst(found.resources, name);
        found.resources = new Listed(name.startsWith("Not"), json.texts(name));
      }
      case "Condition" -> conditions(found.conditions);
      default -> throw new NotAsExpected("unknown member of a statement: " + name);
    }
  }

  private static void requireFirst(@Nullable Object before, String name) {
    if (before != null) {
      throw new NotAsExpected(name + " stands beside its opposite");
    }
  }

  private static Effect effect(String text) {
    return switch (text) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default -> throw new NotAsExpected("Effect is neither Allow nor Deny: " + text);
    };
  }

  private List<WrittenPrincipal> principals(String member) {
    if (json.isText()) {
      String value = json.text(member);
      if (!value.equals("*")) {
        throw new NotAsExpected(member + " is neither * nor an object");
      }
      return List.of(new WrittenPrincipal("", value));
    }
    List<WrittenPrincipal> found = new ArrayList<>();
    json.object(
        member,
        type -> {
          if (!PrincipalForms.TYPES.contains(type)) {
            throw new NotAsExpected("unknown kind of principal: " + type);
          }
          json.texts(type).forEach(value -> found.add(new WrittenPrincipal(type, value)));
        });
    if (found.isEmpty()) {
      throw new NotAsExpected(member + " names nobody");
    }
    return List.copyOf(found);
  }

  private void conditions(List<WrittenCondition> into) {
    json.object(
        "Condition",
        name -> {
          Optional<Operator> operator = Operator.of(name);
          json.object(
              name, key -> into.add(new WrittenCondition(name, operator, key, json.scalars(key))));
        });
  }

  /** What has been read of the document so far. */
  private static final class Members {
    private @Nullable String version;
    private @Nullable String id;
    private List<WrittenStatement> statements = List.of();
  }

  /** What has been read of a statement so far. */
  private static final class StatementMembers {
    private @Nullable String sid;
    private @Nullable Effect effect;
    private @Nullable WrittenPrincipals principals;
    private @Nullable Listed actions;
    private @Nullable Listed resources;
    private final List<WrittenCondition> conditions = new ArrayList<>();
  }
}
