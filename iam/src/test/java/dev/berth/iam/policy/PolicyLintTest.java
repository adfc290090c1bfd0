package dev.berth.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is stored with a warning (threat T25). */
final class PolicyLintTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Allow | {'ForAllValues:StringEquals': {'aws:TagKeys': 'a'}}                                             | HOLDS_WITHOUT_KEY
          Allow | {'ForAllValues:StringEquals': {'aws:TagKeys': 'a'}, 'Null': {'AWS:tagKeys': 'false'}}           | ``
          Allow | {'ForAllValues:StringEquals': {'aws:TagKeys': 'a'}, 'Null': {'aws:TagKeys': 'true'}}            | HOLDS_WITHOUT_KEY
          Allow | {'ForAllValues:StringEquals': {'aws:TagKeys': 'a'}, 'ForAnyValue:StringLike': {'aws:TagKeys': '*'}} | ``
          Deny  | {'ForAllValues:StringEquals': {'aws:TagKeys': 'a'}}                                             | ``
          Allow | {'ForAnyValue:StringEquals': {'aws:TagKeys': 'a'}}                                              | ``
          Allow | {'StringEquals': {'aws:TagKeys': 'a'}}                                                          | NEVER_HOLDS
          Deny  | {'StringNotLikeIfExists': {'aws:PrincipalOrgPaths': 'a'}}                                       | NEVER_HOLDS
          Allow | {'StringEquals': {'aws:PrincipalTag/team': 'a'}}                                                | ``
          Allow | {'Null': {'aws:TagKeys': 'false'}}                                                              | ``
          """)
  void conditions_that_hold_without_a_key_or_never_are_told(
      String effect, String condition, String kind) {
    String text =
        """
        {"Statement": {"Effect": "%s", "Action": "ecr:*", "Resource": "*", "Condition": %s}}
        """
            .formatted(effect, condition.replace('\'', '"'));

    assertThat(kinds(DocumentKind.IDENTITY_INLINE, text))
        .isEqualTo(kind.isEmpty() ? List.of() : List.of(PolicyWarning.Kind.valueOf(kind)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                    | 1
          {'StringEquals': {'host:aud': 'x'}}                   | 1
          {'StringEquals': {'host:sub': 'repo:acme/app:ref'}}   | 0
          {'StringLike': {'host:sub': 'repo:acme/*'}}           | 0
          {'StringLike': {'host:sub': 'repo:acme*'}}            | 1
          {'StringLike': {'host:sub': ['repo:a?me/x', 'repo:*/x']}} | 2
          """)
  void trust_in_more_workloads_than_one_thinks_is_told(String condition, int warnings) {
    String text =
        """
        {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
          "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/host"},
          "Condition": %s}}
        """
            .formatted(condition.replace('\'', '"'));

    assertThat(kinds(DocumentKind.TRUST, text))
        .hasSize(warnings)
        .allMatch(PolicyWarning.Kind.WIDE_TRUST::equals);
  }

  private static List<PolicyWarning.Kind> kinds(DocumentKind kind, String text) {
    return PolicyDocument.parse(kind, text).warnings().stream().map(PolicyWarning::kind).toList();
  }
}
