package dev.berth.iam.policy;

import dev.berth.iam.policy.evaluate.Caller;
import dev.berth.iam.policy.evaluate.Evaluation;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.iam.policy.evaluate.Policies;
import dev.berth.iam.policy.evaluate.Question;
import dev.berth.iam.policy.evaluate.Verdict;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.model.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A policy document is refused by {@link PolicyRefused} and nothing else, or it decides: the same
 * when it stands there twice or with a space behind it, never for a request that is denied besides,
 * and, as it is stored, never more than as it was written. The first byte chooses the kind of
 * document.
 */
public final class PolicyTarget {
  private static final AccountId OWN = new AccountId("111122223333");
  private static final int LONGEST_MESSAGE = 2000;
  private static final NamedDocument DENY =
      new NamedDocument(
          "deny",
          PolicyDocument.parse(
              DocumentKind.IDENTITY_INLINE,
              "{\"Statement\": {\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}}"));
  private static final List<Caller> CALLERS =
      List.of(
          new Caller.User(OWN, "arn:aws:iam::111122223333:user/alice", Optional.empty()),
          new Caller.RoleSession(
              OWN,
              "arn:aws:sts::111122223333:assumed-role/ci/one",
              "arn:aws:iam::111122223333:role/ci",
              Optional.of("AROAEXAMPLEROLEID0001"),
              false),
          new Caller.Anonymous());
  private static final ConditionValues CONTEXT =
      ConditionValues.of(
          Map.of(
              "aws:username", ContextValue.one("alice"),
              "aws:SourceIp", ContextValue.one("203.0.113.10"),
              "aws:CurrentTime", ContextValue.one("2026-01-15T12:00:00Z"),
              "aws:MultiFactorAuthAge", ContextValue.one("600"),
              "aws:PrincipalArn", ContextValue.one("arn:aws:iam::111122223333:user/alice"),
              "aws:TagKeys", ContextValue.many(List.of("env", "team"))));

  private PolicyTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    List<DocumentKind> kinds = List.of(DocumentKind.values());
    DocumentKind kind = kinds.get((input[0] & 0xFF) % kinds.size());
    String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
    Optional<PolicyDocument> stored = stored(kind, text);
    Optional<PolicyDocument> parsed = parsed(kind, text);
    require(parsed.isEmpty() || stored.isPresent(), "written, and not read again");
    stored.ifPresent(document -> decide(kind, text, document, parsed));
  }

  private static Optional<PolicyDocument> stored(DocumentKind kind, String text) {
    try {
      return Optional.of(PolicyDocument.stored(kind, text));
    } catch (PolicyRefused refused) {
      return Optional.empty();
    }
  }

  private static Optional<PolicyDocument> parsed(DocumentKind kind, String text) {
    try {
      return Optional.of(PolicyDocument.parse(kind, text));
    } catch (PolicyRefused refused) {
      int length = refused.getMessage().length();
      require(length < LONGEST_MESSAGE, "the refusal repeats its input: " + length);
      return Optional.empty();
    }
  }

  private static void decide(
      DocumentKind kind, String text, PolicyDocument document, Optional<PolicyDocument> parsed) {
    require(document.size() <= text.length(), "its size");
    document.principals();
    document.contextKeys();
    document.warnings();
    PolicyDocument longer = PolicyDocument.stored(kind, text + " ");
    for (Caller caller : CALLERS) {
      Class<?> verdict = verdict(caller, document);
      require(verdict(caller, document, document).equals(verdict), "twice");
      require(verdict(caller, longer).equals(verdict), "with a space behind it");
      parsed.ifPresent(
          written -> require(verdict(caller, written).equals(verdict), "as it was written"));
      require(
          decided(caller, List.of(DENY), List.of(new NamedDocument("it", document)))
              .equals(Verdict.ExplicitlyDenied.class),
          "allowed in spite of a deny");
    }
  }

  private static Class<?> verdict(Caller caller, PolicyDocument... documents) {
    List<NamedDocument> named =
        Stream.of(documents).map(document -> new NamedDocument("it", document)).toList();
    return documents[0].kind().namesPrincipals()
        ? decided(caller, List.of(), named)
        : decided(caller, named, List.of());
  }

  private static Class<?> decided(
      Caller caller, List<NamedDocument> identity, List<NamedDocument> resource) {
    return Evaluation.decide(
            question(caller),
            new Policies(
                identity,
                Optional.empty(),
                Optional.empty(),
                resource,
                Optional.empty(),
                List.of()))
        .getClass();
  }

  private static Question question(Caller caller) {
    return new Question(
        caller, "ecr:PutImage", "arn:aws:ecr:us-east-1:111122223333:repository/app", OWN, CONTEXT);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
