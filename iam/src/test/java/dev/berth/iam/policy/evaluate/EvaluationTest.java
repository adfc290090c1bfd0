package dev.berth.iam.policy.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.iam.AccessDenied;
import dev.berth.iam.Action;
import dev.berth.iam.DecidingStatement;
import dev.berth.iam.Decision;
import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.Demand;
import dev.berth.iam.Principal;
import dev.berth.iam.Resource;
import dev.berth.iam.Session;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.evaluate.Verdict.Grantor;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.ContextKey;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a verdict tells, and how little it asks; the decisions themselves are tables of cases. */
final class EvaluationTest {
  private static final AccountId OWN = new AccountId("111122223333");
  private static final Principal ALICE =
      new Principal.User(
          Arn.parse("arn:aws:iam::111122223333:user/alice"), "AIDAEXAMPLE", Optional.empty());
  private static final Resource APP =
      new Resource.OfRepository(
          new RepositoryAddress(
              new RegistryId(OWN, new Region("us-east-1")), new RepositoryName("app")));
  private static final NamedDocument READ =
      identity(
          "inline policy read of user alice",
          """
          {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Sid": "Read", "Effect": "Allow", "Action": "ecr:BatchGet*", "Resource": "*"}
          """);
  private static final NamedDocument GUARD =
      identity(
          "arn:aws:iam::111122223333:policy/guard",
          """
          {"Effect": "Deny", "Action": "ecr:*", "Resource": "*",
           "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
          """);

  private final List<String> asked = new ArrayList<>();

  @Test
  void the_statement_that_allows_is_told_with_its_document() {
    assertThat(decide("ecr:BatchGetImage", List.of(READ)))
        .isEqualTo(
            new Verdict.Allowed(
                Grantor.IDENTITY,
                Optional.of(
                    new DecidingStatement(
                        "inline policy read of user alice", Optional.of("Read"), 1))));
  }

  // IA-08
  @Test
  void the_statement_that_denies_is_told_by_its_number_when_it_has_no_name() {
    Verdict verdict = decide("ecr:BatchGetImage", List.of(READ, identity("it", sweepingDeny())));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.ExplicitlyDenied.class,
            denied -> assertThat(denied.statement().words()).isEqualTo("statement number 1 of it"));
    assertThat(refusal(verdict))
        .hasMessage(
            "User: arn:aws:iam::111122223333:user/alice is not authorized to perform:"
                + " ecr:BatchGetImage on resource:"
                + " arn:aws:ecr:us-east-1:111122223333:repository/app with an explicit deny in an"
                + " identity-based policy");
  }

  @Test
  void the_missing_permission_is_told_in_the_words_of_iam() {
    Verdict verdict = decide("ecr:PutImage", List.of(READ));

    assertThat(verdict).isEqualTo(new Verdict.ImplicitlyDenied(List.of(PolicyKind.IDENTITY)));
    assertThat(verdict.reason().tail("ecr:PutImage"))
        .isEqualTo("because no identity-based policy allows the ecr:PutImage action");
    assertThat(new Decision.Reason.ExplicitDeny(PolicyKind.ROLE_TRUST).tail("sts:AssumeRole"))
        .isEqualTo("with an explicit deny in the role trust policy");
  }

  @Test
  void the_context_is_asked_only_for_keys_of_statements_that_apply_so_far() {
    decide("s3:GetObject", List.of(READ, GUARD));
    assertThat(asked).isEmpty();

    decide("ecr:BatchGetImage", List.of(READ, GUARD));
    assertThat(asked).containsExactly("aws:securetransport");
  }

  @Test
  void every_statement_that_applies_is_found_for_simulations() {
    NamedDocument everything =
        identity("all", "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}");
    NamedDocument repository =
        new NamedDocument(
            "repository",
            PolicyDocument.parse(
                DocumentKind.REPOSITORY,
                """
                {"Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "ecr:*"},
                  {"Effect": "Deny", "Principal": "*", "Action": "ecr:BatchGetImage"}]}
                """));
    Policies policies =
        policies(List.of(READ, everything, GUARD)).withResource(List.of(repository));

    assertThat(Evaluation.findings(question("ecr:BatchGetImage"), policies))
        .extracting(Finding::kind, finding -> finding.deciding().index())
        .containsExactly(
            tuple(PolicyKind.RESOURCE, 1),
            tuple(PolicyKind.IDENTITY, 1),
            tuple(PolicyKind.IDENTITY, 0));
    assertThat(policies.contextKeys())
        .extracting(ContextKey::written)
        .containsExactly("aws:SecureTransport");
  }

  @Test
  void principals_become_callers_with_every_name_they_have() {
    Arn role = Arn.parse("arn:aws:iam::111122223333:role/aws-service-role/ecr.amazonaws.com/X");

    assertThat(Caller.of(ALICE))
        .isEqualTo(
            new Caller.User(
                OWN, "arn:aws:iam::111122223333:user/alice", Optional.of("AIDAEXAMPLE")));
    assertThat(Caller.of(new Principal.RoleSession(role, "AROAEXAMPLE", session("work"))))
        .isEqualTo(
            new Caller.RoleSession(
                OWN,
                "arn:aws:sts::111122223333:assumed-role/X/work",
                role.toString(),
                Optional.of("AROAEXAMPLE"),
                true));
    assertThat(Caller.of(new Principal.FederatedUser(new Principal.RootUser(OWN), session("bob"))))
        .isEqualTo(
            new Caller.FederatedUser(
                "arn:aws:sts::111122223333:federated-user/bob", new Caller.Root(OWN)));
  }

  private Verdict decide(String action, List<NamedDocument> identity) {
    return Evaluation.decide(question(action), policies(identity));
  }

  private Question question(String action) {
    ConditionValues recorded =
        key -> {
          asked.add(key.name());
          return Optional.empty();
        };
    return new Question(Caller.of(ALICE), action, APP.name(), OWN, recorded);
  }

  private static AccessDenied refusal(Verdict verdict) {
    return new AccessDenied(
        ALICE,
        new Decision.Denied(Demand.hard(Action.ecr("BatchGetImage"), APP), verdict.reason()));
  }

  private static Policies policies(List<NamedDocument> identity) {
    return new Policies(
        identity, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of());
  }

  private static NamedDocument identity(String name, String statements) {
    return new NamedDocument(
        name,
        PolicyDocument.parse(
            DocumentKind.IDENTITY_INLINE, "{\"Statement\": [" + statements + "]}"));
  }

  private static String sweepingDeny() {
    return "{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}";
  }

  private static Session session(String name) {
    return new Session(
        "ASIAEXAMPLE",
        name,
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(3600),
        Optional.empty(),
        Map.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
