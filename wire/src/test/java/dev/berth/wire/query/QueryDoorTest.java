package dev.berth.wire.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.GivenRequest;
import dev.berth.wire.GivenServer;
import dev.berth.wire.GivenSigner;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IAM dossier 3.2, 3.4, 8.1 and 8.2. */
class QueryDoorTest {
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

  @TempDir Path folder;
  private GivenServer server;

  @BeforeEach
  void start() {
    server = new GivenServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Request signed(String service, String form) {
    return new GivenSigner(GivenServer.KEY_ID, GivenServer.SECRET, "us-east-1", service)
        .post(server.now(), form.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", FORM));
  }

  private String sent(Request request, int status) {
    assertThat(server.query.admits(request)).isTrue();
    Response response = server.send(server.query, request);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers().first("Content-Type")).contains("text/xml");
    return new String(GivenServer.bytes(response), StandardCharsets.UTF_8).strip();
  }

  @Test
  void a_caller_learns_who_it_is() {
    Request request = signed("sts", "Action=GetCallerIdentity&Version=2011-06-15");

    assertThat(sent(request, 200))
        .isEqualTo(
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
                + "<Arn>arn:aws:iam::123456789012:root</Arn><UserId>123456789012</UserId><Account>123456789012</Account>"
                + "</GetCallerIdentityResult><ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
                    .formatted(request.id()));
  }

  @Test
  void an_unknown_action_is_a_fault_of_the_sender() {
    Request request = signed("sts", "Action=Some<thing&Version=2011-06-15");

    assertThat(sent(request, 400))
        .isEqualTo(
            "<ErrorResponse xmlns=\"http://webservices.amazon.com/AWSFault/2005-15-09\"><Error><Type>Sender</Type><Code>InvalidAction</Code>"
                + "<Message>Could not find operation Some&lt;thing for version 2011-06-15</Message></Error><RequestId>%s</RequestId></ErrorResponse>"
                    .formatted(request.id()));
  }

  @Test
  void actions_of_iam_and_of_other_versions_are_unknown() {
    assertThat(sent(signed("iam", "Action=ListUsers&Version=2010-05-08"), 400))
        .contains("<Code>InvalidAction</Code>")
        .contains("Could not find operation ListUsers for version 2010-05-08");
    assertThat(sent(signed("sts", "Action=GetCallerIdentity&Version=2010-05-08"), 400))
        .contains("<Code>InvalidAction</Code>");
    assertThat(sent(signed("iam", "Action=GetCallerIdentity&Version=2011-06-15"), 400))
        .contains("<Code>InvalidAction</Code>");
  }

  @Test
  void who_cannot_prove_who_it_is_gets_403() {
    Request unsigned =
        GivenRequest.with(
            "Action=GetCallerIdentity&Version=2011-06-15", "POST", "/", "Content-Type", FORM);
    Request changed =
        GivenRequest.withBody(
            signed("sts", "Action=GetCallerIdentity&Version=2011-06-15"),
            "Action=Other&Version=2011-06-15");

    assertThat(sent(unsigned, 403))
        .contains("https://sts.amazonaws.com/doc/2011-06-15/")
        .contains("<Code>MissingAuthenticationToken</Code>");
    assertThat(sent(changed, 403)).contains("<Code>SignatureDoesNotMatch</Code>");
    assertThat(sent(GivenRequest.of("GET", "/?Action=GetCallerIdentity&Version=2011-06-15"), 403))
        .contains("<Code>MissingAuthenticationToken</Code>");
  }

  @Test
  void a_parameter_with_two_values_has_no_meaning() {
    assertThat(sent(signed("sts", "Action=GetCallerIdentity&Action=Other&Version=2011-06-15"), 400))
        .contains("<Code>MalformedQueryString</Code>");
    assertThat(sent(signed("sts", "Action=%zz&Version=2011-06-15"), 400))
        .contains("<Code>MalformedQueryString</Code>");
  }

  @Test
  void characters_that_xml_cannot_hold_are_replaced() {
    assertThat(sent(signed("sts", "Action=a%00b&Version=2011-06-15"), 400))
        .contains("operation a\uFFFDb for");
  }

  @Test
  void what_is_no_form_is_not_for_this_door() {
    assertThat(server.query.admits(GivenRequest.of("GET", "/"))).isFalse();
    assertThat(server.query.admits(GivenRequest.of("GET", "/v2/?Action=x"))).isFalse();
    assertThat(
            server.query.admits(GivenRequest.of("POST", "/", "Content-Type", "application/json")))
        .isFalse();
  }
}
