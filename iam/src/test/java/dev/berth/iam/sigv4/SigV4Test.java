package dev.berth.iam.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.iam.sigv4.SignatureFlaw.HeaderPart;
import dev.berth.iam.sigv4.SignatureFlaw.Mismatch;
import dev.berth.iam.sigv4.SignatureFlaw.MissingFromHeader;
import dev.berth.iam.sigv4.SignatureFlaw.MissingFromQuery;
import dev.berth.iam.sigv4.SignatureFlaw.MissingToken;
import dev.berth.iam.sigv4.SignatureFlaw.Repeated;
import dev.berth.iam.sigv4.SignatureFlaw.UnreadableLifetime;
import dev.berth.iam.sigv4.SignatureFlaw.UnsignedPayload;
import dev.berth.iam.sigv4.SignatureFlaw.UnsupportedAlgorithm;
import dev.berth.iam.sigv4.SignedRequest.Field;
import dev.berth.model.Digest;
import dev.berth.model.Region;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ladder's table does not say. */
class SigV4Test {

  @Test
  void everything_that_is_missing_is_named_in_one_sentence_each() {
    SignedRequest request = withAuthorization("AWS4-HMAC-SHA256");

    SignatureRefusal refusal = RefusalLadderTest.refusalOf(request);

    assertThat(refusal.flaw()).isEqualTo(new MissingFromHeader(List.of(HeaderPart.values())));
    assertThat(refusal)
        .hasMessage(
            "Authorization header requires 'Credential' parameter."
                + " Authorization header requires 'Signature' parameter."
                + " Authorization header requires 'SignedHeaders' parameter."
                + " Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                + " header.");
  }

  @Test
  void a_presigned_address_names_all_that_it_lacks() {
    SignedRequest request =
        new SignedRequest("GET", "h", "/", "X-Amz-Algorithm=AWS4-HMAC-SHA256", List.of());

    assertThat(RefusalLadderTest.refusalOf(request).flaw())
        .isEqualTo(
            new MissingFromQuery(
                List.of(
                    "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date")));
  }

  @Test
  void basic_credentials_are_an_unsupported_algorithm() {
    assertThat(RefusalLadderTest.refusalOf(withAuthorization("Basic QVdTOng=")).flaw())
        .isEqualTo(new UnsupportedAlgorithm("Basic"));
  }

  @Test
  void an_empty_authorization_is_none() {
    assertThat(RefusalLadderTest.refusalOf(withAuthorization(" ")).flaw())
        .isEqualTo(new MissingToken());
  }

  @Test
  void signature_version_2_is_an_unsupported_algorithm() {
    SignedRequest request =
        new SignedRequest(
            "GET", "h", "/", "AWSAccessKeyId=a&SignatureMethod=HmacSHA256", List.of());

    assertThat(RefusalLadderTest.refusalOf(request).flaw())
        .isEqualTo(new UnsupportedAlgorithm("HmacSHA256"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "X-Amz-Date", "Host", "DATE", "x-amz-target"})
  void a_field_that_decides_something_stands_once(String name) {
    List<Field> fields = new ArrayList<>(signed().headers());
    fields.add(new Field(name, "another"));
    fields.add(new Field(name, "another"));

    assertThat(RefusalLadderTest.refusalOf(withFields(fields)).flaw())
        .isEqualTo(new Repeated(name.toLowerCase(Locale.ROOT)));
  }

  @Test
  void parts_of_the_header_need_no_blanks_between_them() {
    List<Field> fields =
        signed().headers().stream()
            .map(
                field ->
                    field.name().equals("Authorization")
                        ? new Field("authorization", field.value().replace(", ", ","))
                        : field)
            .toList();

    assertThatCode(() -> RefusalLadderTest.verify(withFields(fields))).doesNotThrowAnyException();
  }

  @Test
  void fields_that_nobody_signed_may_be_added() {
    List<Field> fields = new ArrayList<>(signed().headers());
    fields.add(new Field("User-Agent", "aws-cli"));
    fields.add(new Field("amz-sdk-invocation-id", "1"));
    fields.add(new Field("X-Amzn-Trace-Id", "Root=1"));

    assertThatCode(() -> RefusalLadderTest.verify(withFields(fields))).doesNotThrowAnyException();
  }

  @Test
  void a_date_field_in_the_form_of_http_counts_as_the_time_that_was_signed() {
    List<Field> fields =
        signed().headers().stream()
            .map(
                field ->
                    field.name().equals("X-Amz-Date")
                        ? new Field("Date", "Sun, 30 Aug 2015 12:36:00 GMT")
                        : field)
            .toList();
    String canonical =
        "POST\n/\n\nhost:%s\nx-amz-target:%s\n\nhost;x-amz-target\n%s"
            .formatted(
                DraftRequest.HOST,
                DraftRequest.TARGET,
                TestSigner.hex(TestSigner.sha256(DraftRequest.BODY)));
    String signature =
        TestSigner.sign(
            SuiteCase.CREDENTIAL.secret().value(),
            canonical,
            "20150830T123600Z",
            "20150830/us-east-1/ecr/aws4_request");
    List<Field> resigned =
        fields.stream()
            .map(
                field ->
                    field.name().equals("Authorization")
                        ? new Field(
                            "Authorization",
                            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/ecr/"
                                + "aws4_request, SignedHeaders=host;x-amz-target, Signature="
                                + signature)
                        : field)
            .toList();

    assertThatCode(() -> RefusalLadderTest.verify(withFields(resigned))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20150830T123600",
        "20150830T123600z",
        "20150231T123600Z",
        "20150830T126000Z",
        "+20150830T123600Z",
        "-2015083T123600Z",
        ""
      })
  void a_date_has_one_form_only(String date) {
    DraftRequest draft = new DraftRequest(SignatureForm.HEADER);
    draft.parts.put("Date", date);

    assertThat(RefusalLadderTest.refusalOf(draft.toRequest()).flaw())
        .isEqualTo(new SignatureFlaw.UnreadableDate(date));
  }

  @ParameterizedTest
  @ValueSource(strings = {"20150830T122100Z", "20150830T125100Z"})
  void the_window_reaches_fifteen_minutes_both_ways(String date) {
    DraftRequest draft = new DraftRequest(SignatureForm.HEADER);
    draft.parts.put("Date", date);

    assertThatCode(() -> RefusalLadderTest.verify(draft.toRequest())).doesNotThrowAnyException();
  }

  @Test
  void a_time_to_come_is_not_yet_current() {
    DraftRequest draft = new DraftRequest(SignatureForm.HEADER);
    draft.parts.put("Date", "20150830T125101Z");

    assertThat(RefusalLadderTest.refusalOf(draft.toRequest()))
        .hasMessage(
            "Signature not yet current: 20150830T125101Z is still later than 20150830T125100Z"
                + " (20150830T123600Z + 15 min.)");
  }

  @Test
  void a_presigned_address_without_a_lifetime_counts_for_the_skew() {
    DraftRequest draft = new DraftRequest(SignatureForm.PRESIGNED);
    draft.parts.remove("Expires");
    draft.parts.put("Date", "20150830T122100Z");

    assertThatCode(() -> RefusalLadderTest.verify(draft.toRequest())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "604801", "1.5", "", "99999999999999999999"})
  void a_lifetime_is_one_second_to_a_week(String seconds) {
    DraftRequest draft = new DraftRequest(SignatureForm.PRESIGNED);
    draft.parts.put("Expires", seconds);

    assertThat(RefusalLadderTest.refusalOf(draft.toRequest()).flaw())
        .isEqualTo(new UnreadableLifetime(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UNSIGNED-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "",
        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
      })
  void a_payload_that_is_not_signed_is_refused(String value) {
    DraftRequest draft = new DraftRequest(SignatureForm.HEADER);
    draft.setSignedHeader("x-amz-content-sha256", value);

    assertThat(RefusalLadderTest.refusalOf(draft.toRequest()).flaw())
        .isEqualTo(new UnsignedPayload(value));
  }

  @Test
  void a_secret_that_was_replaced_is_not_remembered() {
    AtomicReference<SigningCredential> stored = new AtomicReference<>(SuiteCase.CREDENTIAL);
    SigV4 sigV4 =
        new SigV4(
            InstantSource.fixed(Instant.parse("2015-08-30T12:36:00Z")),
            SigV4.DEFAULT_SKEW,
            (_, _) -> Optional.of(stored.get()));
    Served ecr = new Served("ecr", Set.of(new Region("us-east-1")));
    Digest hash = TestSigner.digest(DraftRequest.BODY);
    sigV4.authenticate(signed(), ecr).verify(hash);

    stored.set(
        new SigningCredential(
            "AKIDEXAMPLE",
            new SigningSecret("another"),
            SuiteCase.CREDENTIAL.principal(),
            SuiteCase.CREDENTIAL.generation()));

    assertThatThrownBy(() -> sigV4.authenticate(signed(), ecr).verify(hash))
        .isInstanceOfSatisfying(
            SignatureRefusal.class,
            refusal -> assertThat(refusal.flaw()).isEqualTo(new Mismatch()));
  }

  @Test
  void the_skew_is_one_to_fifteen_minutes() {
    InstantSource clock = InstantSource.system();

    assertThatThrownBy(() -> new SigV4(clock, Duration.ofSeconds(59), (_, _) -> Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SigV4(clock, Duration.ofMinutes(16), (_, _) -> Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothing_secret_is_printed() {
    assertThat(SuiteCase.CREDENTIAL.toString())
        .doesNotContain(SuiteCase.CREDENTIAL.secret().value());
    assertThat(signed().toString()).isEqualTo("POST /");
  }

  private static SignedRequest signed() {
    return new DraftRequest(SignatureForm.HEADER).toRequest();
  }

  private static SignedRequest withAuthorization(String value) {
    return withFields(List.of(new Field("Authorization", value)));
  }

  private static SignedRequest withFields(List<Field> fields) {
    return new SignedRequest("POST", DraftRequest.HOST, "/", "", fields);
  }
}
