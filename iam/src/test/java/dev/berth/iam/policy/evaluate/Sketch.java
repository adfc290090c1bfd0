package dev.berth.iam.policy.evaluate;

import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.model.AccountId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A question and the statements of its documents, drawn at random out of a small world, so that
 * many of them meet.
 */
final class Sketch {
  static final AccountId OWN = new AccountId("111122223333");
  private static final AccountId OTHER = new AccountId("444455556666");
  private static final String USER = "arn:aws:iam::111122223333:user/alice";
  private static final String ROLE = "arn:aws:iam::111122223333:role/ci";
  private static final String SESSION = "arn:aws:sts::111122223333:assumed-role/ci/one";
  private static final List<String> ACTIONS =
      List.of("ecr:PutImage", "ecr:BatchGetImage", "ecr:*", "*", "ecr:Put*", "s3:*");
  private static final List<String> RESOURCES =
      List.of("*", "arn:aws:ecr:*:*:repository/app", "arn:aws:ecr:*:*:repository/${example:k}*");
  private static final List<String> CONDITIONS =
      List.of(
          "{}",
          "{}",
          "{\"StringEquals\": {\"example:k\": \"a\"}}",
          "{\"StringNotEquals\": {\"example:k\": [\"a\", \"b\"]}}",
          "{\"StringLikeIfExists\": {\"example:k\": \"?\"}}",
          "{\"ForAllValues:StringEquals\": {\"example:list\": [\"x\", \"y\"]}}",
          "{\"ForAnyValue:StringNotEquals\": {\"example:list\": \"x\"}}",
          "{\"Null\": {\"example:k\": \"true\"}}",
          "{\"Bool\": {\"example:list\": \"true\"}}");
  private static final List<String> PRINCIPALS =
      List.of(
          "\"*\"",
          "{\"AWS\": \"111122223333\"}",
          "{\"AWS\": \"444455556666\"}",
          "{\"AWS\": \"" + USER + "\"}",
          "{\"AWS\": [\"" + ROLE + "\", \"" + USER + "\"]}",
          "{\"AWS\": \"" + SESSION + "\"}",
          "{\"Service\": \"lambda.amazonaws.com\"}");
  private static final List<Caller> CALLERS =
      List.of(
          new Caller.User(OWN, USER, Optional.of("AIDAEXAMPLEUSERID0001")),
          new Caller.User(OTHER, "arn:aws:iam::444455556666:user/dave", Optional.empty()),
          new Caller.RoleSession(OWN, SESSION, ROLE, Optional.empty(), false),
          new Caller.RoleSession(OWN, SESSION, ROLE, Optional.empty(), true),
          new Caller.FederatedUser(
              "arn:aws:sts::111122223333:federated-user/bob",
              new Caller.User(OWN, USER, Optional.empty())),
          new Caller.Root(OWN),
          new Caller.Root(OTHER),
          new Caller.Service("lambda.amazonaws.com"),
          new Caller.Anonymous());

  /** Where a document is attached. */
  enum Place {
    IDENTITY(DocumentKind.IDENTITY_INLINE),
    BOUNDARY(DocumentKind.IDENTITY_MANAGED),
    SESSION(DocumentKind.SESSION),
    REPOSITORY(DocumentKind.REPOSITORY),
    REGISTRY(DocumentKind.REGISTRY),
    TOP_LEVEL(DocumentKind.SERVICE_CONTROL),
    LOW_LEVEL(DocumentKind.SERVICE_CONTROL),
    RESOURCE_CONTROL(DocumentKind.RESOURCE_CONTROL);

    private final DocumentKind kind;

    Place(DocumentKind kind) {
      this.kind = kind;
    }
  }

  private final Map<Place, List<String>> statements = new EnumMap<>(Place.class);
  private final Caller caller;
  private final String action;
  private final AccountId owner;
  private final ConditionValues context;

  private Sketch(Caller caller, String action, AccountId owner, ConditionValues context) {
    this.caller = caller;
    this.action = action;
    this.owner = owner;
    this.context = context;
  }

  /** The sketch of a number: the same number gives the same sketch. */
  static Sketch of(long seed) {
    Random random = new Random(seed);
    Sketch sketch =
        new Sketch(
            pick(random, CALLERS),
            pick(random, ACTIONS.subList(0, 2)),
            random.nextInt(4) == 0 ? OTHER : OWN,
            context(random));
    for (Place place : Place.values()) {
      if (random.nextBoolean()) {
        List<String> drawn = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
          drawn.add(statement(random, place, effect(random, place)));
        }
        sketch.statements.put(place, drawn);
      }
    }
    return sketch;
  }

  private static String effect(Random random, Place place) {
    boolean denies = place == Place.RESOURCE_CONTROL || random.nextInt(5) == 0;
    return denies ? "Deny" : "Allow";
  }

  static String statement(Random random, Place place, String effect) {
    return statement(
        place,
        effect,
        pick(random, ACTIONS),
        pick(random, RESOURCES),
        pick(random, CONDITIONS),
        pick(random, PRINCIPALS));
  }

  /** A statement that applies to everybody and everything. */
  static String sweeping(Place place, String effect) {
    return statement(place, effect, "*", "*", "{}", "\"*\"");
  }

  /** A statement that applies to no question here. */
  static String unrelated(Random random, Place place) {
    String effect = effect(random, place);
    return statement(place, effect, "ecr:DeleteRepository", "*", "{}", "\"*\"");
  }

  private static String statement(
      Place place,
      String effect,
      String action,
      String resource,
      String condition,
      String principal) {
    String who = place.kind.namesPrincipals() ? ", \"Principal\": " + principal : "";
    return """
        {"Effect": "%s", "Action": "%s", "Resource": "%s", "Condition": %s%s}
        """
        .formatted(effect, action, resource, condition, who);
  }

  private static ConditionValues context(Random random) {
    Map<String, ContextValue> values = new HashMap<>();
    if (random.nextBoolean()) {
      values.put("example:k", ContextValue.one(pick(random, List.of("a", "b", "app", "*"))));
    }
    if (random.nextBoolean()) {
      values.put(
          "example:list", ContextValue.many(List.of("x", "y", "z").subList(0, random.nextInt(4))));
    }
    return ConditionValues.of(values);
  }

  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** The places where statements stand. */
  List<Place> places() {
    return statements.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  Caller caller() {
    return caller;
  }

  /** The same with one more statement at a place, in a place of its list that is drawn. */
  Sketch with(Random random, Place place, String statement) {
    Sketch copy = copy();
    List<String> list = copy.statements.computeIfAbsent(place, absent -> new ArrayList<>());
    list.add(random.nextInt(list.size() + 1), statement);
    return copy;
  }

  /** The same with the statements of each place in another order, cut into documents elsewhere. */
  Sketch shuffled(Random random) {
    Sketch copy = copy();
    copy.statements.values().forEach(list -> Collections.shuffle(list, random));
    return copy;
  }

  private Sketch copy() {
    Sketch copy = new Sketch(caller, action, owner, context);
    statements.forEach((place, list) -> copy.statements.put(place, new ArrayList<>(list)));
    return copy;
  }

  boolean hasAllow() {
    return statements.values().stream()
        .flatMap(List::stream)
        .anyMatch(statement -> statement.contains("\"Allow\""));
  }

  /** What the engine says. */
  Verdict verdict() {
    return Evaluation.decide(
        new Question(
            caller,
            action,
            "arn:aws:ecr:us-east-1:%s:repository/app".formatted(owner),
            owner,
            context),
        policies());
  }

  private Policies policies() {
    List<NamedDocument> resource = new ArrayList<>(documents(Place.REPOSITORY));
    resource.addAll(documents(Place.REGISTRY));
    List<List<NamedDocument>> levels = new ArrayList<>();
    for (Place level : List.of(Place.TOP_LEVEL, Place.LOW_LEVEL)) {
      if (statements.containsKey(level)) {
        levels.add(documents(level));
      }
    }
    return new Policies(
        documents(Place.IDENTITY),
        documents(Place.BOUNDARY).stream().findFirst(),
        statements.containsKey(Place.SESSION)
            ? Optional.of(documents(Place.SESSION))
            : Optional.empty(),
        resource,
        levels.isEmpty() ? Optional.empty() : Optional.of(levels),
        documents(Place.RESOURCE_CONTROL));
  }

  /** A boundary is one document; elsewhere every statement has one of its own. */
  private List<NamedDocument> documents(Place place) {
    List<String> list = statements.getOrDefault(place, List.of());
    List<String> texts = place == Place.BOUNDARY ? List.of(String.join(",", list)) : list;
    return texts.stream()
        .filter(text -> !text.isEmpty())
        .map(
            text ->
                new NamedDocument(
                    place.name(),
                    PolicyDocument.stored(
                        place.kind,
                        "{\"Version\": \"2012-10-17\", \"Statement\": [" + text + "]}")))
        .toList();
  }

  @Override
  public String toString() {
    return caller + " " + action + " in " + owner + " " + statements;
  }
}
