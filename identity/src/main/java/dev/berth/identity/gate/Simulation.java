package dev.berth.identity.gate;

import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.PolicyRefused;
import dev.berth.iam.policy.evaluate.Caller;
import dev.berth.iam.policy.evaluate.Evaluation;
import dev.berth.iam.policy.evaluate.Finding;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.iam.policy.evaluate.Policies;
import dev.berth.iam.policy.evaluate.Question;
import dev.berth.iam.policy.evaluate.Verdict;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.ContextKey;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.identity.refusal.InvalidInput;
import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What policies would say, stored ones and such as are only tried out (IAM dossier 9.1). */
public final class Simulation {
  private final Database database;
  private final HeldPolicies held;
  private final Organization organization;

  /**
   * What is asked.
   *
   * @param source a user, group or role whose policies count; empty to try documents alone
   * @param policies documents that count as well
   * @param boundary a document in place of the source's boundary
   * @param actions such as {@code ecr:PutImage}
   * @param resources ARNs, or {@code *}
   * @param resourcePolicy of every resource
   * @param owner of every resource
   * @param caller a user that asks in place of the source
   * @param context condition keys with their values
   */
  public record Request(
      Optional<Arn> source,
      List<String> policies,
      Optional<String> boundary,
      List<String> actions,
      List<String> resources,
      Optional<String> resourcePolicy,
      Optional<AccountId> owner,
      Optional<Arn> caller,
      Map<String, ContextValue> context) {}

  /**
   * What came out for one action on one resource.
   *
   * @param findings the statements that apply, the organisation's left out
   * @param missing condition keys that the policies ask for and that have no value
   * @param leftByBoundary whether the boundary leaves it to other policies; empty without one
   * @param leftByOrganization whether the organisation does; empty when none binds the source
   */
  public record Result(
      String action,
      String resource,
      Verdict verdict,
      List<Finding> findings,
      List<String> missing,
      Optional<Boolean> leftByBoundary,
      Optional<Boolean> leftByOrganization) {}

  /**
   * The documents, and who asks.
   *
   * @param levels of the organisation over the source
   * @param known condition keys that follow from the source
   */
  private record Source(
      Policies policies,
      Optional<List<List<NamedDocument>>> levels,
      Caller caller,
      Map<String, ContextValue> known) {

    Result of(String action, String resource, Question question, List<String> missing) {
      return new Result(
          action,
          resource,
          Evaluation.decide(question, policies.withServiceControl(levels)),
          Evaluation.findings(question, policies),
          missing,
          policies
              .boundary()
              .map(document -> Evaluation.leaves(PolicyKind.BOUNDARY, List.of(document), question)),
          levels.map(
              all ->
                  all.stream()
                      .allMatch(
                          level ->
                              Evaluation.leaves(PolicyKind.SERVICE_CONTROL, level, question))));
    }
  }

  /**
   * @param organization whose policies bind the sources as well
   */
  public Simulation(Database database, HeldPolicies held, Organization organization) {
    this.database = database;
    this.held = held;
    this.organization = organization;
  }

  /** Decides every action on every resource. */
  public List<Result> run(AccountId account, Request request) {
    Source source = database.read(tx -> source(tx, account, request));
    Map<String, ContextValue> context = new HashMap<>(source.known());
    context.putAll(request.context());
    ConditionValues values = ConditionValues.of(context);
    List<String> missing =
        keys(source.policies()).stream()
            .filter(key -> values.find(new ContextKey(key)).isEmpty())
            .toList();
    List<Result> results = new ArrayList<>();
    for (String action : request.actions()) {
      for (String resource : request.resources()) {
        Question question =
            new Question(
                source.caller(),
                action,
                resource,
                request.owner().orElseGet(() -> source.caller().account().orElse(account)),
                values);
        results.add(source.of(action, resource, question, missing));
      }
    }
    return results;
  }

  /** The condition keys that the documents name. */
  public Set<String> contextKeys(AccountId account, Optional<Arn> source, List<String> policies) {
    Request request =
        new Request(
            source,
            policies,
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    return keys(database.read(tx -> source(tx, account, request)).policies());
  }

  private static Set<String> keys(Policies policies) {
    Set<String> keys = new TreeSet<>();
    policies.contextKeys().forEach(key -> keys.add(key.written()));
    return keys;
  }

  private Source source(Transaction transaction, AccountId account, Request request) {
    Optional<Identity> identity = request.source().map(arn -> required(transaction, account, arn));
    Held of = identity.map(found -> held.of(transaction, found)).orElse(Held.NOTHING);
    List<NamedDocument> documents = new ArrayList<>(of.identity());
    for (String text : request.policies()) {
      int number = documents.size() - of.identity().size() + 1;
      documents.add(parsed("PolicyInputList." + number, DocumentKind.IDENTITY_INLINE, text));
    }
    Optional<NamedDocument> boundary =
        request
            .boundary()
            .map(
                text ->
                    parsed(
                        "PermissionsBoundaryPolicyInputList.1", DocumentKind.IDENTITY_INLINE, text))
            .or(of::boundary);
    List<NamedDocument> resource =
        request.resourcePolicy().stream()
            .map(text -> parsed("ResourcePolicy", DocumentKind.REPOSITORY, text))
            .toList();
    Policies policies =
        new Policies(documents, boundary, Optional.empty(), resource, Optional.empty(), List.of());
    return new Source(
        policies,
        identity.flatMap(found -> organization.serviceControl(found.account())),
        caller(account, request, identity),
        known(account, identity, of));
  }

  private static NamedDocument parsed(String name, DocumentKind kind, String text) {
    try {
      return new NamedDocument(name, PolicyDocument.stored(kind, text));
    } catch (PolicyRefused e) {
      throw new InvalidInput("%s: %s".formatted(name, e.getMessage()));
    }
  }

  private static Identity required(Transaction transaction, AccountId account, Arn arn) {
    String resource = arn.resource();
    String name = resource.substring(resource.lastIndexOf('/') + 1);
    for (IdentityKind kind : IdentityKind.values()) {
      if (resource.startsWith(kind.word() + "/")) {
        return transaction
            .identities()
            .find(account, kind, name)
            .filter(found -> found.arn().equals(arn))
            .orElseThrow(() -> NoSuchEntity.identity(kind, name));
      }
    }
    throw new InvalidInput("Invalid Entity Arn: %s".formatted(arn));
  }

  private static Caller caller(AccountId account, Request request, Optional<Identity> source) {
    if (request.caller().isPresent()) {
      Arn arn = request.caller().get();
      return new Caller.User(new AccountId(arn.account()), arn.toString(), Optional.empty());
    }
    if (source.filter(found -> found.kind() == IdentityKind.ROLE).isPresent()) {
      Identity role = source.get();
      String session = "arn:aws:sts::%s:assumed-role/%s/simulation".formatted(account, role.name());
      return new Caller.RoleSession(
          account, session, role.arn().toString(), Optional.of(role.id()), false);
    }
    return source
        .filter(found -> found.kind() == IdentityKind.USER)
        .map(user -> new Caller.User(account, user.arn().toString(), Optional.of(user.id())))
        .orElseGet(
            () ->
                new Caller.User(
                    account,
                    Identity.arn(account, IdentityKind.USER, "/", "simulation").toString(),
                    Optional.empty()));
  }

  private static Map<String, ContextValue> known(
      AccountId account, Optional<Identity> source, Held held) {
    Map<String, ContextValue> known = new HashMap<>();
    known.put("aws:PrincipalAccount", ContextValue.one(account.value()));
    source.ifPresent(
        found -> {
          known.put("aws:PrincipalArn", ContextValue.one(found.arn().toString()));
          if (found.kind() == IdentityKind.USER) {
            known.put("aws:username", ContextValue.one(found.name()));
            known.put("aws:userid", ContextValue.one(found.id()));
          }
        });
    held.tags()
        .forEach((key, value) -> known.put("aws:PrincipalTag/" + key, ContextValue.one(value)));
    return known;
  }
}
