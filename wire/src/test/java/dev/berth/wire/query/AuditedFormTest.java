package dev.berth.wire.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Requests and answers of the Query protocol in CloudTrail's words. */
final class AuditedFormTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void a_form_is_told_as_a_tree_in_lower_case_without_its_address() {
    Form form =
        Form.parse(
            "Action=CreateUser&Version=2010-05-08&UserName=ci&Tags.member.1.Key=a"
                + "&Tags.member.1.Value=b&Tags.member.2.Key=c&PolicyArns.member.1.arn=x"
                + "&TagKeys.member.1=k&X-Amz-Signature=s");

    assertThat(FormTree.of(form))
        .isEqualTo(
            JSON.readTree(
                """
                {"userName": "ci",
                 "tags": [{"key": "a", "value": "b"}, {"key": "c"}],
                 "policyArns": [{"arn": "x"}],
                 "tagKeys": ["k"]}
                """));
  }

  @Test
  void a_form_that_makes_no_sense_is_told_within_bounds() {
    assertThat(FormTree.of(Form.parse("A.member.999999=x&B.member=y&C..=z&.=1&D.member.0=q")))
        .hasSizeLessThan(6);
    assertThat(FormTree.of(Form.parse("A.member.900=x")).toString()).hasSizeLessThan(2000);
    assertThat(FormTree.of(Form.parse("A=1&A.B=2&A.member.1=3"))).hasSize(1);
  }

  @Test
  void the_result_of_an_answer_is_told_as_a_tree() {
    String answer =
        """
        <CreateAccessKeyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
          <CreateAccessKeyResult><AccessKey><UserName>ci</UserName><AccessKeyId>AKIA</AccessKeyId></AccessKey>
            <Tags><member><Key>a</Key></member><member><Key>b</Key></member></Tags></CreateAccessKeyResult>
          <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
        </CreateAccessKeyResponse>
        """;

    assertThat(XmlTree.of(answer.getBytes(StandardCharsets.UTF_8), "CreateAccessKey"))
        .isEqualTo(
            JSON.readTree(
                """
                {"accessKey": {"userName": "ci", "accessKeyId": "AKIA"},
                 "tags": [{"key": "a"}, {"key": "b"}]}
                """));
    assertThat(XmlTree.of("<a><b/></a>".getBytes(StandardCharsets.UTF_8), "Absent")).isEmpty();
  }
}
