package dev.berth.iam.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.iam.Principal;
import dev.berth.model.AccountId;
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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a real client signs for the four services' endpoints; see the README beside the requests.
 */
class BotocoreTest {
  private static final Path REQUESTS = Path.of("src/test/resources/botocore-signed");
  private static final SigningCredential CREDENTIAL =
      new SigningCredential(
          "AKIAIOSFODNN7EXAMPLE",
          new SigningSecret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
          new Principal.RootUser(new AccountId("123456789012")),
          1);
  private static final SigV4 SIG_V4 =
      new SigV4(
          InstantSource.fixed(Instant.parse("2026-11-21T12:00:59Z")),
          SigV4.DEFAULT_SKEW,
          (id, _) ->
              id.equals(CREDENTIAL.accessKeyId()) ? Optional.of(CREDENTIAL) : Optional.empty());

  static List<SuiteCase> requests() {
    try (Stream<Path> files = Files.list(REQUESTS)) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .map(file -> SuiteCase.of(file.getFileName().toString(), "", text(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void what_botocore_signs_is_verified(SuiteCase one) {
    PendingSignature pending = SIG_V4.authenticate(one.request(), served(one));
    pending.verify(TestSigner.digest(one.body()));

    assertThat(pending.credential()).isEqualTo(CREDENTIAL);
    assertThat(pending.region()).isEqualTo(new Region("eu-central-1"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void another_body_is_a_mismatch(SuiteCase one) {
    PendingSignature pending = SIG_V4.authenticate(one.request(), served(one));

    assertThatThrownBy(() -> pending.verify(TestSigner.digest(one.body() + " ")))
        .isInstanceOfSatisfying(
            SignatureRefusal.class,
            refusal -> assertThat(refusal.flaw()).isEqualTo(new SignatureFlaw.Mismatch()));
  }

  private static Served served(SuiteCase one) {
    String service = one.name().substring(0, one.name().indexOf('-'));
    return new Served(service, Set.of(new Region("us-east-1"), new Region("eu-central-1")));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
