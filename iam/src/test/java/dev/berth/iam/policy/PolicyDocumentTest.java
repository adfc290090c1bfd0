package dev.berth.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.iam.policy.match.ContextKey;
import dev.berth.model.AccountId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What documents may say, and IAM's sentences for what they may not (IAM dossier 4.1, 4.2). */
final class PolicyDocumentTest {
  private static final String SYNTAX = "Syntax errors in policy.";
  private static final String LEGACY = "The policy failed legacy parsing";

  @Test
  void a_document_keeps_its_text_and_counts_what_is_not_white_space() {
    String text =
        """
        {"Version": "2012-10-17",
         "Statement": {"Sid": "One", "Effect": "Allow", "Action": "ecr:*", "Resource": "*"}}
        """;

    PolicyDocument document = PolicyDocument.parse(DocumentKind.IDENTITY_MANAGED, text);

    assertThat(document.text()).isEqualTo(text);
    assertThat(document.size()).isEqualTo(text.replaceAll("\\s", "").length());
    assertThat(document.statements())
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.sid()).contains("One");
              assertThat(statement.effect()).isEqualTo(Effect.ALLOW);
              assertThat(statement.span()).isEqualTo(new Span(2, 15, 2, 84));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"text\"",
        "{",
        "{}",
        "{'Statement': []}",
        "{'Version': 2012, 'Statement': [S]}",
        "{'Version': null, 'Statement': [S]}",
        "{'Versions': '2012-10-17', 'Statement': [S]}",
        "{'Statement': [S], 'Statement': [S]}",
        "{'Statement': [[S]]}",
        "{'Statement': [S]} {}",
        "{'Id': 'x', 'Statement': [S]}",
        "{'Statement': [{'Effect': 'allow', 'Action': 'ecr:*', 'Resource': '*'}]}",
        "{'Statement': [{'effect': 'Allow', 'Action': 'ecr:*', 'Resource': '*'}]}",
        "{'Statement': [{'Action': 'ecr:*', 'Resource': '*'}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 1, 'Resource': '*'}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': null, 'Resource': '*'}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b', 'NotAction': 'a:b', 'Resource': '*'}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b', 'Action': 'a:b', 'Resource': '*'}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b', 'Resource': '*', 'Principals': '*'}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b', 'Resource': '*', 'Condition': []}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b', 'Resource': '*',"
            + " 'Condition': {'StringEqual': {'k': 'v'}}}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b', 'Resource': '*',"
            + " 'Condition': {'NullIfExists': {'k': 'true'}}}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b', 'Resource': '*',"
            + " 'Condition': {'StringEquals': {'k': null}}}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b', 'Resource': '*',"
            + " 'Condition': {'StringEquals': {'k': {'x': 'y'}}}}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b', 'Resource': '*',"
            + " 'Condition': {'StringEquals': {'k': [['x']]}}}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b', 'Resource': '*', 'Sid': '\u20ac'}]}",
        "{'Statement': [{'Effect': 'Allow', 'Action': 'a:b\\uffff', 'Resource': '*'}]}"
      })
  void what_is_not_the_grammar_of_policies_is_a_fault_of_syntax(String text) {
    String valid = "{'Effect': 'Allow', 'Action': 'ecr:*', 'Resource': '*'}";

    assertThat(refusal(DocumentKind.IDENTITY_INLINE, text.replace("S]", valid + "]")))
        .hasMessage(SYNTAX);
  }

  @Test
  void a_document_longer_than_any_parameter_is_not_read() {
    String text = " ".repeat(131_073);

    assertThat(refusal(DocumentKind.IDENTITY_INLINE, text).fault())
        .isEqualTo(new PolicyFault.TooLong(131_072));
  }

  @Test
  void nesting_is_bounded() {
    String text = "{'Statement': ".repeat(20_000);

    assertThat(refusal(DocumentKind.IDENTITY_INLINE, text)).hasMessage(SYNTAX);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Action': 'ecr', 'Resource': '*'         | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
          'Action': 'e cr:x', 'Resource': '*'      | Vendor e cr is not valid
          'Action': ':x', 'Resource': '*'          | Vendor  is not valid
          'Action': 'ecr:a:b', 'Resource': '*'     | Actions/Condition can contain only one colon.
          'NotAction': 'ecr:a:b', 'Resource': '*'  | Actions/Condition can contain only one colon.
          'Action': 'ecr:', 'Resource': '*'        | The policy failed legacy parsing
          'Resource': '*'                          | Policy statement must contain actions.
          'Action': [], 'Resource': '*'            | Policy statement must contain actions.
          'Action': 'ecr:*'                        | Policy statement must contain resources.
          'Action': 'ecr:*', 'Resource': []        | Policy statement must contain resources.
          'Action': 'ecr:*', 'Resource': 'app'     | Resource app must be in ARN format or "*".
          'Action': 'ecr:*', 'Resource': 'x:y'     | Resource x:y must be in ARN format or "*".
          'Action': 'ecr:*', 'Resource': 'arn:b:c' | Partition "b" is not valid for resource "arn:b:c:*:*:*".
          'Action': 'ecr:*', 'NotResource': 'arn:b:c:d:e:f' | Partition "b" is not valid for resource "arn:b:c:d:e:f".
          'Action': 'ecr:*', 'Resource': 'arn:aws' | Resource vendor must be fully qualified and cannot contain regexes.
          'Action': 'ecr:*', 'Resource': 'arn:aws:*:us-east-1:1:x' | Resource vendor must be fully qualified and cannot contain regexes.
          'Action': 'iam:*', 'Resource': 'arn:aws:iam:us-east-1:111122223333:user/a' | IAM resource arn:aws:iam:us-east-1:111122223333:user/a cannot contain region information.
          'Action': 'iam:*', 'Resource': 'arn:aws:iam::111122223333:users/a' | IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.
          'Action': 'ecr:*', 'Resource': '*', 'Principal': '*' | Policy document should not specify a principal.
          'Action': 'ecr:*', 'Resource': '*', 'NotPrincipal': {'AWS': '111122223333'} | Policy document should not specify a principal.
          'Sid': 'a b', 'Action': 'ecr:*', 'Resource': '*' | Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*
          'Action': 'ecr:*', 'Resource': '*', 'Condition': {'NumericEquals': {'k': 'many'}} | The policy failed legacy parsing
          'Action': 'ecr:*', 'Resource': '*', 'Condition': {'DateEquals': {'k': '2026-02-31'}} | The policy failed legacy parsing
          'Action': 'ecr:*', 'Resource': '*', 'Condition': {'IpAddress': {'k': '10.0.0.0/33'}} | The policy failed legacy parsing
          'Action': 'ecr:*', 'Resource': '*', 'Condition': {'Bool': {'k': 'yes'}} | The policy failed legacy parsing
          'Action': 'ecr:*', 'Resource': '*', 'Condition': {'Null': {'k': ''}} | The policy failed legacy parsing
          'Action': 'ecr:*', 'Resource': '*', 'Condition': {'BinaryEquals': {'k': '?'}} | The policy failed legacy parsing
          """)
  void an_identity_policy_is_refused_in_the_words_of_iam(String members, String message) {
    String text =
        "{'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', %s}}".formatted(members);

    assertThat(refusal(DocumentKind.IDENTITY_MANAGED, text)).hasMessage(message);
    assertThat(refusal(DocumentKind.IDENTITY_INLINE, text)).hasMessage(message);
    assertThat(refusal(DocumentKind.SESSION, text)).hasMessage(message);
  }

  @Test
  void sids_are_unique_in_identity_and_trust_policies_and_free_on_repositories() {
    String identity =
        statements(
            "'Sid': 'A', 'Action': 'ecr:*', 'Resource': '*'",
            "'Sid': 'A', 'Action': 'sts:*', 'Resource': '*'");
    String trust =
        statements(
            "'Sid': 'A', 'Action': 'sts:AssumeRole', 'Principal': '*'",
            "'Sid': 'A', 'Action': 'sts:TagSession', 'Principal': '*'");
    String repository =
        statements(
            "'Sid': 'new statement', 'Action': 'ecr:*', 'Principal': '*'",
            "'Sid': 'new statement', 'Action': 'ecr:*', 'Principal': '*'");

    assertThat(refusal(DocumentKind.IDENTITY_INLINE, identity).fault())
        .isEqualTo(new PolicyFault.RepeatedSid("A"))
        .extracting(PolicyFault::message)
        .isEqualTo("Statement IDs (SID) in a single policy must be unique.");
    assertThat(refusal(DocumentKind.TRUST, trust).fault())
        .isEqualTo(new PolicyFault.RepeatedSid("A"));
    assertThat(parsed(DocumentKind.REPOSITORY, repository).statements()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          IDENTITY_MANAGED | '2008-10-17' | Policy document must be version 2012-10-17 or greater.
          IDENTITY_MANAGED | '2012-10-18' | Policy document must be version 2012-10-17 or greater.
          IDENTITY_MANAGED | ''           | Policy document must be version 2012-10-17 or greater.
          IDENTITY_MANAGED | '2012-10-17' | -
          IDENTITY_INLINE  | '2008-10-17' | -
          IDENTITY_INLINE  | '2012-10-17' | -
          IDENTITY_INLINE  | '2020-01-01' | Policy document must be version 2012-10-17 or greater.
          """)
  void managed_policies_need_the_version_of_2012_and_others_one_that_exists(
      DocumentKind kind, String version, String message) {
    String text =
        "{'Version': %s, 'Statement': {'Effect': 'Allow', 'Action': 'a:b', 'Resource': '*'}}"
            .formatted(version);

    if (message.equals("-")) {
      assertThat(parsed(kind, text).statements()).hasSize(1);
    } else {
      assertThat(refusal(kind, text)).hasMessage(message);
    }
  }

  @Test
  void a_managed_policy_without_version_is_refused_and_an_inline_one_is_not() {
    String text = statements("'Action': 'a:b', 'Resource': '*'");

    assertThat(refusal(DocumentKind.IDENTITY_MANAGED, text).fault())
        .isEqualTo(new PolicyFault.WrongVersion(""));
    assertThat(parsed(DocumentKind.IDENTITY_INLINE, text).statements()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Action': 'sts:AssumeRole', 'Principal': {'AWS': '111122223333'}                  | -
          'Action': ['sts:AssumeRole', 'sts:TagSession'], 'Principal': '*'                   | -
          'Action': 'sts:AssumeRole', 'Principal': {'Service': 'lambda.amazonaws.com'}      | -
          'Action': 'sts:AssumeRoleWithWebIdentity', 'Principal': {'Federated': 'arn:aws:iam::111122223333:oidc-provider/host/path'} | -
          'Action': 'sts:AssumeRole', 'Principal': {'AWS': 'AROAEXAMPLEROLEID0001'}         | -
          'Action': 'sts:AssumeRole', 'Principal': {'AWS': '*'}, 'Resource': '*'            | Has prohibited field Resource
          'Action': 'sts:AssumeRole', 'NotPrincipal': {'AWS': '111122223333'}               | Has prohibited field NotPrincipal
          'Action': 'sts:AssumeRole'                                                        | Missing required field Principal
          'Action': 'ecr:PutImage', 'Principal': '*'                                        | AssumeRole policy may only specify STS AssumeRole actions.
          'Action': 'sts:AssumeRole', 'Principal': {'AWS': 'arn:aws:iam::111122223333:group/dev'} | Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:group/dev"
          'Action': 'sts:AssumeRole', 'Principal': {'AWS': 'arn:aws:iam::111122223333:user/*'} | Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/*"
          'Action': 'sts:AssumeRole', 'Principal': {'AWS': 'arn:aws:iam::111122223333:*'}   | Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:*"
          'Action': 'sts:AssumeRole', 'Principal': {'AWS': '1111'}                          | Invalid principal in policy: "AWS":"1111"
          'Action': 'sts:AssumeRole', 'Principal': {'Service': '*'}                         | Invalid principal in policy: "Service":"*"
          'Action': 'sts:AssumeRole', 'Principal': {'CanonicalUser': 'abc'}                 | Invalid principal in policy: "CanonicalUser":"abc"
          'Action': 'sts:AssumeRole', 'Principal': {'Group': 'abc'}                         | Syntax errors in policy.
          'Action': 'sts:AssumeRole', 'Principal': 'everyone'                               | Syntax errors in policy.
          """)
  void a_trust_policy_names_principals_and_actions_of_sts(String members, String message) {
    check(DocumentKind.TRUST, members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Action': 'ecr:*', 'Principal': '*'                                   | -
          'Action': 'ecr:*', 'Principal': '*', 'Resource': '*'                  | -
          'Action': '*', 'Principal': {'AWS': ['111122223333', '444455556666']} | -
          'Action': 'ecr:GetAuthorizationToken', 'Principal': '*'               | The policy failed legacy parsing
          'Action': 'ECR:getauthorizationtoken', 'Principal': '*'               | The policy failed legacy parsing
          'Action': 's3:*', 'Principal': '*'                                    | The policy failed legacy parsing
          'Action': 'ecr:*'                                                     | Missing required field Principal
          'Action': 'ecr:*', 'NotPrincipal': {'AWS': '111122223333'}            | The policy failed legacy parsing
          'Action': 'ecr:*', 'Principal': {'AWS': 'arn:aws:iam::111122223333:*'} | Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:*"
          'Action': 'ecr:*', 'Principal': '*', 'Condition': {'StringIs': {}}    | -
          'Action': 'ecr:*', 'Principal': '*', 'Condition': {'StringIs': {'k': 'v'}} | Syntax errors in policy.
          """)
  void a_repository_policy_names_principals_and_actions_of_ecr(String members, String message) {
    check(DocumentKind.REPOSITORY, members, message);
  }

  @Test
  void a_registry_policy_has_resources_and_a_resource_control_policy_denies_everybody() {
    check(
        DocumentKind.REGISTRY,
        "'Action': 'ecr:*', 'Principal': '*'",
        "Policy statement must contain resources.");
    check(DocumentKind.REGISTRY, "'Action': 'ecr:*', 'Principal': '*', 'Resource': '*'", "-");
    check(
        DocumentKind.RESOURCE_CONTROL,
        "'Action': 'ecr:*', 'Principal': '*', 'Resource': '*'",
        LEGACY);
    assertThat(
            refusal(
                    DocumentKind.RESOURCE_CONTROL,
                    "{'Statement': {'Effect': 'Deny', 'Principal': {'AWS': '111122223333'},"
                        + " 'Action': 'ecr:*', 'Resource': '*'}}")
                .fault())
        .isEqualTo(new PolicyFault.BadPrincipal("AWS", "111122223333"));
  }

  @Test
  void the_statements_of_a_repository_policy_stay_within_their_repository() {
    String app = "arn:aws:ecr:us-east-1:111122223333:repository/app";

    assertThat(within(app, "'Principal': '*'")).isTrue();
    assertThat(within(app, "'Principal': '*', 'Resource': '*'")).isTrue();
    assertThat(within(app, "'Principal': '*', 'Resource': '%s'".formatted(app))).isTrue();
    assertThat(within(app, "'Principal': '*', 'Resource': 'arn:aws:ecr:*:*:repository/a*'"))
        .isTrue();
    assertThat(within(app, "'Principal': '*', 'Resource': ['*', '%sle']".formatted(app))).isFalse();
    assertThat(within(app, "'Principal': '*', 'NotResource': '%s'".formatted(app))).isFalse();
  }

  @Test
  void the_principals_and_context_keys_of_a_document_are_told() {
    PolicyDocument document =
        parsed(
            DocumentKind.REGISTRY,
            """
            {'Version': '2012-10-17', 'Statement': [
              {'Effect': 'Allow', 'Principal': {'AWS': ['111122223333', 'arn:aws:iam::444455556666:root',
                 'arn:aws:iam::111122223333:role/a/b', 'arn:aws:sts::111122223333:assumed-role/b/s']},
               'Action': 'ecr:*', 'Resource': 'arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}/*',
               'Condition': {'StringEquals': {'aws:ResourceTag/t': '${aws:username, 'none'}'}}},
              {'Effect': 'Deny', 'NotPrincipal': {'AWS': 'AROAEXAMPLEROLEID0001'},
               'Action': 'ecr:*', 'Resource': '*',
               'Condition': {'NumericEquals': {'k': 1}, 'Bool': {'AWS:RESOURCETAG/T': true}}}]}
            """
                .replace("'none'", "\\u0027none\\u0027"));

    assertThat(document.principals())
        .containsExactly(
            new PrincipalName.OfAccount(new AccountId("111122223333")),
            new PrincipalName.OfAccount(new AccountId("444455556666")),
            new PrincipalName.OfIdentity("arn:aws:iam::111122223333:role/a/b"),
            new PrincipalName.OfSession("arn:aws:sts::111122223333:assumed-role/b/s"),
            new PrincipalName.OfId("AROAEXAMPLEROLEID0001"));
    assertThat(document.contextKeys())
        .extracting(ContextKey::name)
        .containsExactlyInAnyOrder(
            "aws:principaltag/team", "aws:resourcetag/t", "aws:username", "k");
  }

  @ParameterizedTest
  @EnumSource(DocumentKind.class)
  void what_is_stored_already_is_read_even_when_it_could_not_be_written_any_more(
      DocumentKind kind) {
    String text =
        quoted(
            "{'Statement': {'Effect': 'Deny', 'NotPrincipal': {'AWS': 'x'}, 'Action': 'y',"
                + " 'Resource': 'z', 'Condition': {'StringIs': {'k': 'v'}}}}");

    assertThat(PolicyDocument.stored(kind, text).statements()).hasSize(1);
    assertThatThrownBy(() -> PolicyDocument.stored(kind, "{}")).isInstanceOf(PolicyRefused.class);
  }

  private static void check(DocumentKind kind, String members, String message) {
    String text = statements(members);
    if (message.equals("-")) {
      assertThat(parsed(kind, text).statements()).hasSize(1);
    } else {
      assertThat(refusal(kind, text)).hasMessage(message);
    }
  }

  private static boolean within(String resource, String members) {
    return parsed(DocumentKind.REPOSITORY, statements("'Action': 'ecr:*', " + members))
        .staysWithin(resource);
  }

  private static String statements(String... members) {
    return "{'Statement': [%s]}"
        .formatted(
            String.join(
                ", ",
                List.of(members).stream().map(m -> "{'Effect': 'Allow', " + m + "}").toList()));
  }

  private static PolicyDocument parsed(DocumentKind kind, String text) {
    return PolicyDocument.parse(kind, quoted(text));
  }

  private static PolicyRefused refusal(DocumentKind kind, String text) {
    PolicyRefused refused =
        catchThrowableOfType(PolicyRefused.class, () -> PolicyDocument.parse(kind, quoted(text)));
    assertThat(refused).as(text).isNotNull();
    return refused;
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }
}
