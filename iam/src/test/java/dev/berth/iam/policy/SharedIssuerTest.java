package dev.berth.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IAM dossier 8.3 and threat T15: whose workflows may assume a role must be said. */
final class SharedIssuerTest {
  private static final String GITHUB = "token.actions.githubusercontent.com";

  private static String trust(String effect, String provider, String condition) {
    return """
        {"Version": "2012-10-17", "Statement": {"Effect": "%s",
          "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/%s"},
          "Action": "sts:AssumeRoleWithWebIdentity"%s}}
        """
        .formatted(effect, provider, condition.isEmpty() ? "" : ", \"Condition\": " + condition);
  }

  private static PolicyDocument parsed(String text) {
    return PolicyDocument.parse(DocumentKind.TRUST, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{'StringEquals': {'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com'}}",
        "{'StringLike': {'token.actions.githubusercontent.com:sub': '*'}}",
        "{'StringLike': {'token.actions.githubusercontent.com:sub': 'repo:*'}}",
        "{'StringLike': {'token.actions.githubusercontent.com:sub': 'repo:*/app:*'}}",
        "{'StringLike': {'token.actions.githubusercontent.com:sub': 're?o:acme/app:*'}}",
        "{'StringLike': {'token.actions.githubusercontent.com:sub': ['repo:acme/app:*', 'repo:?*']}}",
        "{'StringNotEquals': {'token.actions.githubusercontent.com:sub': 'repo:evil/x:y'}}",
        "{'StringEqualsIfExists': {'token.actions.githubusercontent.com:sub': 'repo:acme/app:x'}}",
        "{'ForAllValues:StringEquals': {'token.actions.githubusercontent.com:sub': 'repo:a/b:x'}}",
        "{'Null': {'token.actions.githubusercontent.com:sub': 'false'}}"
      })
  void a_role_for_everybodys_workflows_is_refused(String condition) {
    assertThatThrownBy(() -> parsed(trust("Allow", GITHUB, condition.replace('\'', '"'))))
        .isInstanceOfSatisfying(
            PolicyRefused.class,
            refused -> assertThat(refused.fault()).isInstanceOf(PolicyFault.AnyWorkflow.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'StringEquals': {'token.actions.githubusercontent.com:sub': 'repo:acme/app:ref:refs/heads/main'}}",
        "{'StringEquals': {'TOKEN.actions.githubusercontent.com:SUB': 'repo:acme/app:ref:refs/heads/main'}}",
        "{'StringLike': {'token.actions.githubusercontent.com:sub': 'repo:acme/*'}}",
        "{'StringLike': {'token.actions.githubusercontent.com:sub': 'repository_owner_id:7:*'}}",
        "{'ForAnyValue:StringLike': {'token.actions.githubusercontent.com:sub': ['repo:acme/*', 'repo:other/x:*']}}"
      })
  void a_role_for_the_workflows_of_somebody_is_taken(String condition) {
    assertThat(parsed(trust("Allow", GITHUB, condition.replace('\'', '"'))).statements())
        .hasSize(1);
  }

  @Test
  void an_enterprise_issuer_below_githubs_is_no_exception() {
    String enterprise = GITHUB + "/acme";

    assertThatThrownBy(() -> parsed(trust("Allow", enterprise, "")))
        .isInstanceOf(PolicyRefused.class);
    assertThat(
            parsed(
                    trust(
                        "Allow",
                        enterprise,
                        "{\"StringLike\": {\"%s:sub\": \"repo:acme/*\"}}".formatted(enterprise)))
                .statements())
        .hasSize(1);
  }

  @Test
  void denials_and_other_issuers_need_no_subject() {
    assertThat(parsed(trust("Deny", GITHUB, "")).statements()).hasSize(1);
    assertThat(parsed(trust("Allow", "issuer.example", "")).statements()).hasSize(1);
  }

  @Test
  void what_is_stored_already_is_still_read() {
    assertThat(PolicyDocument.stored(DocumentKind.TRUST, trust("Allow", GITHUB, "")).statements())
        .hasSize(1);
  }
}
