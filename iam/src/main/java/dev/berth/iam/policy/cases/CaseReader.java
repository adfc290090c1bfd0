package dev.berth.iam.policy.cases;

import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.cases.Expectation.Outcome;
import dev.berth.iam.policy.evaluate.Caller;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.iam.policy.evaluate.Policies;
import dev.berth.iam.policy.evaluate.Question;
import dev.berth.iam.policy.json.NotAsExpected;
import dev.berth.iam.policy.json.StrictJson;
import dev.berth.iam.policy.match.ConditionValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one row. Its keys may stand in any order, so that documents are read at the end. */
final class CaseReader {
  private static final String KEYS =
      "id, topic, title, principal, identity_policies, permissions_boundary, session_policies,"
          + " resource_kind, resource_policies, scps, rcps, request, expected, confidence, why,"
          + " note";

  private final StrictJson json;
  private final List<String> remarks = new ArrayList<>();

  private @Nullable String id;
  private String title = "";
  private @Nullable CasePrincipal principal;
  private @Nullable CaseRequest request;
  private @Nullable Expectation expectation;
  private DocumentKind resourceKind = DocumentKind.REPOSITORY;
  private List<String> identity = List.of();
  private List<String> boundary = List.of();
  private @Nullable List<String> session;
  private List<String> resource = List.of();
  private @Nullable List<List<String>> levels;
  private List<String> resourceControl = List.of();

  CaseReader(StrictJson json) {
    this.json = json;
  }

  /** Whose row it is, when that has been read. */
  Optional<String> id() {
    return Optional.ofNullable(id);
  }

  PolicyCase read() {
    json.object(
        "a case",
        name -> {
          if (json.isNull()) {
            requireKnown(name);
          } else {
            member(name);
          }
        });
    CasePrincipal who = required(principal, "principal");
    CaseRequest what = required(request, "request");
    Caller caller = who.caller(what.context());
    Policies policies = policies(who, what);
    return new PolicyCase(
        required(id, "id"),
        title,
        what.action(),
        new Question(
            caller,
            what.action(),
            what.resource(),
            what.owner(caller),
            ConditionValues.of(what.context())),
        policies,
        required(expectation, "expected"),
        remarks);
  }

  private static void requireKnown(String name) {
    if (!Arrays.asList(KEYS.split(", ")).contains(name)) {
      throw new NotAsExpected(Keys.unknown("a case", name, KEYS));
    }
  }

  private void member(String name) {
    requireKnown(name);
    switch (name) {
      case "id" -> id = json.text(name);
      case "title" -> title = json.text(name);
      case "principal" -> principal = CasePrincipal.read(json);
      case "request" -> request = CaseRequest.read(json);
      case "expected" -> expectation = expectation();
      case "identity_policies" -> identity = documents(name);
      case "permissions_boundary" -> boundary = List.of(json.source(name));
      case "session_policies" -> session = documents(name);
      case "resource_kind" -> resourceKind = resourceKind(json.text(name));
      case "resource_policies" -> resource = documents(name);
      case "scps" -> levels = levels(name);
      case "rcps" -> resourceControl = documents(name);
      default -> json.skip();
    }
  }

  private List<String> documents(String name) {
    List<String> documents = new ArrayList<>();
    json.array(name, () -> documents.add(json.source(name)));
    return documents;
  }

  private List<List<String>> levels(String name) {
    List<List<String>> found = new ArrayList<>();
    json.array(name, () -> found.add(documents(name)));
    return found;
  }

  private static DocumentKind resourceKind(String word) {
    return switch (word) {
      case "repository" -> DocumentKind.REPOSITORY;
      case "registry" -> DocumentKind.REGISTRY;
      case "trust" -> DocumentKind.TRUST;
      default ->
          throw new NotAsExpected(
              "resource_kind is \"%s\", and not repository, registry or trust".formatted(word));
    };
  }

  private Expectation expectation() {
    Expected found = new Expected();
    json.object(
        "expected",
        name -> {
          switch (name) {
            case "decision" -> found.decision = json.text(name);
            case "decided_by" -> found.decidedBy = json.text(name);
            case "because" -> found.because = json.text(name);
            default ->
                throw new NotAsExpected(
                    Keys.unknown("expected", name, "decision, decided_by, because"));
          }
        });
    String word = found.decision;
    Outcome outcome =
        Arrays.stream(Outcome.values())
            .filter(candidate -> candidate.name().equals(word))
            .findAny()
            .orElseThrow(
                () ->
                    new NotAsExpected("decision is none of " + Arrays.toString(Outcome.values())));
    return new Expectation(
        outcome, Optional.ofNullable(found.decidedBy), Optional.ofNullable(found.because));
  }

  private Policies policies(CasePrincipal who, CaseRequest what) {
    DocumentReader reader = new DocumentReader(remarks);
    List<List<NamedDocument>> ceiling = new ArrayList<>();
    if (levels != null) {
      for (int level = 0; level < levels.size(); level++) {
        ceiling.add(
            reader.read(
                DocumentKind.SERVICE_CONTROL, "scps[%d]".formatted(level), levels.get(level)));
      }
    }
    // an empty list passes none; a federated user then has nothing either way
    Optional<List<NamedDocument>> narrowing =
        session == null || session.isEmpty()
            ? Optional.empty()
            : Optional.of(reader.read(DocumentKind.SESSION, "session_policies", session));
    List<NamedDocument> rcps = reader.read(DocumentKind.RESOURCE_CONTROL, "rcps", resourceControl);
    return new Policies(
        reader.read(DocumentKind.IDENTITY_INLINE, "identity_policies", identity),
        reader.read(DocumentKind.IDENTITY_MANAGED, "permissions_boundary", boundary).stream()
            .findFirst(),
        narrowing,
        reader.read(resourceKind, "resource_policies", resource),
        levels == null || who.managesOrganisation() ? Optional.empty() : Optional.of(ceiling),
        what.inManagementAccount() ? List.of() : rcps);
  }

  private static <T> T required(@Nullable T value, String key) {
    if (value == null) {
      throw new NotAsExpected(Keys.missing("a case", key));
    }
    return value;
  }

  /** What has been read of the expectation so far. */
  private static final class Expected {
    private @Nullable String decision;
    private @Nullable String decidedBy;
    private @Nullable String because;
  }
}
