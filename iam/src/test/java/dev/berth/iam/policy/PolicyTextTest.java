package dev.berth.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Policies as they are stored and shown (ECR dossier 9, IAM dossier 4.3). */
final class PolicyTextTest {

  @Test
  void names_of_principals_are_replaced_and_nothing_else_changes() {
    String policy =
        """
        {"Version": "2012-10-17",  "Statement" : [
          {"Sid":"\\u0061", "Principal":{"AWS":["one" , "tw\\u006f"],"Service":"one"}},
          {"NotPrincipal": {"AWS":"three"}, "Principal":"*",
           "Condition":{"StringEquals":{"AWS":"one"}}} ]}
        """;

    assertThat(PolicyText.withPrincipals(policy, name -> name.toUpperCase(Locale.ROOT)))
        .isEqualTo(
            policy
                .replace("[\"one\"", "[\"ONE\"")
                .replace("\"tw\\u006f\"", "\"TWO\"")
                .replace("\"three\"", "\"THREE\""));
    assertThat(PolicyText.withPrincipals(policy, name -> name)).isEqualTo(policy);
  }

  @Test
  void a_statement_that_stands_alone_has_principals_too() {
    assertThat(
            PolicyText.withPrincipals("{\"Statement\":{\"Principal\":{\"AWS\":\"a\"}}}", _ -> "b"))
        .isEqualTo("{\"Statement\":{\"Principal\":{\"AWS\":\"b\"}}}");
  }

  @Test
  void the_layout_is_ecrs_and_numbers_and_lists_of_one_stay() {
    assertThat(PolicyText.laidOut("{\"Version\":\"2012-10-17\",\"A\":[\"b\"],\"N\":1.50}"))
        .isEqualTo(
            """
            {
              "Version" : "2012-10-17",
              "A" : [ "b" ],
              "N" : 1.50
            }""");
  }

  // PO-02
  @Test
  void elements_stand_in_ecrs_order_however_they_came() {
    assertThat(
            PolicyText.laidOut(
                """
                {"Statement":[{"Condition":{"b":{"Sid":"x"},"a":1},"Action":["b","a"],\
                "Principal":"*","Effect":"Allow","Sid":"s"}],"Version":"2012-10-17"}"""))
        .isEqualTo(
            """
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Sid" : "s",
                "Effect" : "Allow",
                "Principal" : "*",
                "Action" : [ "b", "a" ],
                "Condition" : {
                  "b" : {
                    "Sid" : "x"
                  },
                  "a" : 1
                }
              } ]
            }""");
    assertThat(PolicyText.laidOut("{\"Statement\":{\"Effect\":\"Deny\",\"Sid\":\"s\"}}"))
        .contains("\"Statement\" : {\n    \"Sid\" : \"s\",\n    \"Effect\" : \"Deny\"\n  }");
  }
}
