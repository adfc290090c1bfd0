package dev.berth.iam.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.iam.sigv4.SignatureFlaw.Mismatch;
import dev.berth.iam.sigv4.SignatureFlaw.UnknownKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's own signing test suite, read by the verifier (IAM dossier 2.5). */
class SigningSuiteTest {

  static Stream<SuiteCase> cases() {
    return SuiteCase.all();
  }

  @Test
  void the_whole_suite_is_here() {
    assertThat(SuiteCase.all()).hasSize(76);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void what_aws_signed_is_verified(SuiteCase one) {
    PendingSignature verified = one.verify();

    assertThat(verified.credential()).isEqualTo(SuiteCase.CREDENTIAL);
    assertThat(verified.region().value()).isEqualTo("us-east-1");
    assertThat(verified.form())
        .isEqualTo(one.name().endsWith("(query)") ? SignatureForm.PRESIGNED : SignatureForm.HEADER);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void another_body_is_a_mismatch(SuiteCase one) {
    assertThat(flawOf(one.withBody(one.body() + "x"))).isEqualTo(new Mismatch());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void another_method_is_a_mismatch(SuiteCase one) {
    SignedRequest was = one.request();
    SignedRequest other =
        new SignedRequest("PUT", was.host(), was.rawPath(), was.rawQuery(), was.headers());

    assertThat(flawOf(one.with(other))).isEqualTo(new Mismatch());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void another_host_is_a_mismatch(SuiteCase one) {
    SignedRequest was = one.request();
    SignedRequest other =
        new SignedRequest(
            was.method(), was.host() + ":8080", was.rawPath(), was.rawQuery(), was.headers());

    assertThat(flawOf(one.with(other))).isEqualTo(new Mismatch());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void another_path_is_a_mismatch(SuiteCase one) {
    SignedRequest was = one.request();
    SignedRequest other =
        new SignedRequest(
            was.method(), was.host(), was.rawPath() + "x", was.rawQuery(), was.headers());

    assertThat(flawOf(one.with(other))).isEqualTo(new Mismatch());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void one_more_parameter_is_a_mismatch(SuiteCase one) {
    SignedRequest was = one.request();
    String query = was.rawQuery().isEmpty() ? "x" : was.rawQuery() + "&x";
    SignedRequest other =
        new SignedRequest(was.method(), was.host(), was.rawPath(), query, was.headers());

    assertThat(flawOf(one.with(other))).isEqualTo(new Mismatch());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void any_digit_of_the_signature_changed_is_a_mismatch(SuiteCase one) {
    String signature = signatureOf(one.request());
    for (int at = 0; at < signature.length(); at++) {
      char digit = signature.charAt(at) == '0' ? '1' : '0';
      String changed = signature.substring(0, at) + digit + signature.substring(at + 1);

      assertThat(flawOf(one.with(replaced(one.request(), signature, changed))))
          .isEqualTo(new Mismatch());
    }
  }

  static final List<String> WRONG_LENGTHS = List.of("", "0", "00");

  @ParameterizedTest
  @FieldSource("WRONG_LENGTHS")
  void a_signature_of_another_length_is_a_mismatch(String more) {
    SuiteCase one = SuiteCase.named("get-vanilla (header)");
    String signature = signatureOf(one.request());
    String other = more.isEmpty() ? signature.substring(1) : signature + more;

    assertThat(flawOf(one.with(replaced(one.request(), signature, other))))
        .isEqualTo(new Mismatch());
  }

  @Test
  void upper_case_digits_are_a_mismatch() {
    SuiteCase one = SuiteCase.named("get-vanilla (header)");
    String signature = signatureOf(one.request());

    assertThat(
            flawOf(
                one.with(replaced(one.request(), signature, signature.toUpperCase(Locale.ROOT)))))
        .isEqualTo(new Mismatch());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void any_signed_value_changed_by_one_byte_is_refused(SuiteCase one) {
    List<SignedRequest.Field> fields = one.request().headers();
    for (int at = 0; at < fields.size(); at++) {
      SignedRequest.Field field = fields.get(at);
      if (!field.name().startsWith("My-")) {
        continue; // the others have their own tests: they are read before they are compared
      }
      List<SignedRequest.Field> changed = new ArrayList<>(fields);
      changed.set(at, new SignedRequest.Field(field.name(), field.value() + "x"));

      assertThat(flawOf(one.with(withFields(one.request(), changed)))).isEqualTo(new Mismatch());
    }
  }

  @Test
  void the_order_of_repeated_fields_is_signed() {
    SuiteCase one = SuiteCase.named("get-header-value-order (header)");

    assertThat(flawOf(one.with(withFields(one.request(), one.request().headers().reversed()))))
        .isEqualTo(new Mismatch());
  }

  @Test
  void another_session_token_is_an_unknown_key_although_it_was_not_signed() {
    SuiteCase one = SuiteCase.named("post-sts-header-after (header)");
    String token = one.token().orElseThrow();

    assertThat(flawOf(one.with(replaced(one.request(), token, token + "x"))))
        .isEqualTo(new UnknownKey());
  }

  @Test
  void the_content_hash_must_be_the_one_of_the_body() {
    SuiteCase one = SuiteCase.named("post-x-www-form-urlencoded (header)");
    String hash = one.request().header("x-amz-content-sha256").orElseThrow();

    assertThat(flawOf(one.with(replaced(one.request(), hash, "0" + hash.substring(1)))))
        .isEqualTo(new Mismatch());
  }

  private static SignatureFlaw flawOf(SuiteCase one) {
    return Optional.ofNullable(catchThrowableOfType(SignatureRefusal.class, one::verify))
        .orElseThrow(() -> new AssertionError(one + " was not refused"))
        .flaw();
  }

  private static String signatureOf(SignedRequest request) {
    return request
        .header("Authorization")
        .map(header -> header.substring(header.lastIndexOf('=') + 1))
        .orElseGet(() -> Query.parse(request.rawQuery()).first("X-Amz-Signature").orElseThrow());
  }

  private static SignedRequest replaced(SignedRequest was, String text, String other) {
    return new SignedRequest(
        was.method(),
        was.host(),
        was.rawPath(),
        was.rawQuery().replace(text, other),
        was.headers().stream()
            .map(field -> new SignedRequest.Field(field.name(), field.value().replace(text, other)))
            .toList());
  }

  private static SignedRequest withFields(SignedRequest was, List<SignedRequest.Field> fields) {
    return new SignedRequest(was.method(), was.host(), was.rawPath(), was.rawQuery(), fields);
  }
}
