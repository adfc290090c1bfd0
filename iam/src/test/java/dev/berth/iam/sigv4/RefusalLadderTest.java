package dev.berth.iam.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.model.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each flaw has its text, and of two the one that is looked for first is told: {@code
 * sigv4-ladder.tsv}.
 */
class RefusalLadderTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2015-08-30T12:36:00Z"));

  /** A row of the table. */
  record Row(SignatureForm form, String wrong, SignatureFlaw.Kind kind, String text) {
    static Row of(String line) {
      String[] cells = line.split("\t");
      SignatureForm form =
          cells[0].equals("header") ? SignatureForm.HEADER : SignatureForm.PRESIGNED;
      return new Row(
          form, cells[1].replace(" (own)", ""), SignatureFlaw.Kind.valueOf(cells[2]), cells[3]);
    }

    @Override
    public String toString() {
      return wrong + " (" + form + ")";
    }
  }

  /** Two flaws in one request. */
  record Pair(Row first, Row second) {}

  static List<Row> rows() {
    try (Stream<String> lines = Files.lines(Path.of("src/test/resources/sigv4-ladder.tsv"))) {
      return lines.filter(line -> !line.startsWith("#")).map(Row::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Pair> pairs() {
    List<Row> rows = rows();
    return IntStream.range(0, rows.size())
        .boxed()
        .flatMap(
            at ->
                rows.stream()
                    .skip(at + 1L)
                    .filter(later -> later.form() == rows.get(at).form())
                    .map(later -> new Pair(rows.get(at), later)))
        .filter(RefusalLadderTest::canMeet);
  }

  /** Whether both can be in one request: some flaws leave no place for others. */
  private static boolean canMeet(Pair pair) {
    Set<String> both = Set.of(pair.first().wrong(), pair.second().wrong());
    return Stream.of(
            Set.of("two-forms", "no-authentication"),
            Set.of("no-credential", "credential-parts"),
            Set.of("no-credential", "scope"),
            Set.of("no-credential", "unknown-key"),
            Set.of("credential-parts", "scope"),
            Set.of("credential-parts", "unknown-key"),
            Set.of("date-unreadable", "expired"),
            Set.of("no-pair", "signature"),
            Set.of("lifetime", "expired"))
        .noneMatch(both::equals);
  }

  @ParameterizedTest
  @EnumSource(SignatureForm.class)
  void nothing_is_wrong_with_the_draft(SignatureForm form) {
    assertThatCode(() -> verify(new DraftRequest(form).toRequest())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void each_flaw_has_its_kind_and_text(Row row) {
    DraftRequest draft = new DraftRequest(row.form());
    spoil(draft, row.wrong());

    assertRefusedAs(row, draft.toRequest());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void of_two_flaws_the_earlier_is_told(Pair pair) {
    DraftRequest draft = new DraftRequest(pair.first().form());
    spoil(draft, pair.first().wrong());
    spoil(draft, pair.second().wrong());

    assertRefusedAs(pair.first(), draft.toRequest());
  }

  private static void assertRefusedAs(Row row, SignedRequest request) {
    SignatureRefusal refusal = refusalOf(request);
    String signedAt =
        request
            .header("X-Amz-Date")
            .or(() -> Query.parse(request.rawQuery()).first("X-Amz-Date"))
            .orElse("");
    assertThat(refusal)
        .hasMessage(
            row.text()
                .replace("{authorization}", request.header("Authorization").orElse(""))
                .replace("{signed-at}", signedAt));
    assertThat(refusal.flaw().kind()).isEqualTo(row.kind());
  }

  private static void spoil(DraftRequest draft, String wrong) {
    switch (wrong) {
      case "two-forms" -> {
        if (draft.form == SignatureForm.HEADER) {
          draft.extraParameters.add("X-Amz-Algorithm=AWS4-HMAC-SHA256");
        } else {
          draft.fields.add(new SignedRequest.Field("Authorization", "AWS4-HMAC-SHA256"));
        }
      }
      case "no-authentication" -> draft.withoutAuthentication = true;
      case "repeated-target" ->
          draft.fields.add(new SignedRequest.Field("x-amz-target", "another"));
      case "repeated-date" -> draft.extraParameters.add("X-Amz-Date=20150830T123601Z");
      case "algorithm" -> draft.parts.put("Algorithm", "AWS4-HMAC-SHA512");
      case "no-pair" -> draft.withoutEqualsSign = true;
      case "no-credential" -> draft.parts.remove("Credential");
      case "target-unsigned" ->
          draft.parts.computeIfPresent(
              "SignedHeaders", (_, names) -> names.replace(";x-amz-target", ""));
      case "host-unsigned" ->
          draft.parts.computeIfPresent(
              "SignedHeaders", (_, names) -> names.replaceFirst("host;?", ""));
      case "date-unreadable" -> draft.parts.put("Date", "2015-08-30T12:36:00Z");
      case "lifetime" -> draft.parts.put("Expires", "604801");
      case "expired" -> draft.parts.put("Date", "20150830T122059Z");
      case "credential-parts" -> credential(draft, id -> id + "/20150830/us-east-1/ecr");
      case "scope" -> credential(draft, id -> id + "/20150829/us-west-9/s3/aws5_request");
      case "unknown-key" ->
          draft.parts.computeIfPresent(
              "Credential", (_, was) -> was.replace("AKIDEXAMPLE", "AKIDNOBODY"));
      case "unknown-token" ->
          draft.fields.add(new SignedRequest.Field("X-Amz-Security-Token", "a session's"));
      case "payload-unsigned" -> draft.setSignedHeader("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
      case "signature" -> draft.otherSignature = Optional.of("0".repeat(64));
      default -> throw new IllegalArgumentException(wrong);
    }
  }

  private static void credential(DraftRequest draft, UnaryOperator<String> change) {
    draft.parts.put("Credential", change.apply("AKIDEXAMPLE"));
  }

  static SignatureRefusal refusalOf(SignedRequest request) {
    return Optional.ofNullable(catchThrowableOfType(SignatureRefusal.class, () -> verify(request)))
        .orElseThrow(() -> new AssertionError("not refused"));
  }

  static void verify(SignedRequest request) {
    SigningCredentials credentials =
        (id, token) ->
            id.equals("AKIDEXAMPLE") && token.isEmpty()
                ? Optional.of(SuiteCase.CREDENTIAL)
                : Optional.empty();
    new SigV4(CLOCK, SigV4.DEFAULT_SKEW, credentials)
        .authenticate(request, new Served("ecr", Set.of(new Region("us-east-1"))))
        .verify(TestSigner.digest(DraftRequest.BODY));
  }
}
