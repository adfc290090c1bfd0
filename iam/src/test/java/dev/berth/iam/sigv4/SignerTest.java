package dev.berth.iam.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.iam.Principal;
import dev.berth.model.AccountId;
import dev.berth.model.Region;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SignerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final SigningCredential KEY =
      new SigningCredential(
          "AKIDEXAMPLE",
          new SigningSecret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
          new Principal.RootUser(new AccountId("000000000000")),
          1);
  private static final SignedRequest REQUEST =
      new SignedRequest(
          "POST",
          "localhost:5000",
          "/",
          "",
          List.of(
              new SignedRequest.Field("Content-Type", "application/x-amz-json-1.1"),
              new SignedRequest.Field("X-Amz-Target", "Berth_20261101.GetServerInfo")));

  private final SigV4 verifier =
      new SigV4(() -> NOW, SigV4.DEFAULT_SKEW, (_, _) -> Optional.of(KEY));

  @Test
  void what_is_signed_here_is_verified_here() {
    PendingSignature pending = pending(sign("berth"));

    pending.verify(TestSigner.digest("{}"));

    assertThat(pending.credential()).isEqualTo(KEY);
  }

  @Test
  void another_body_or_service_is_refused() {
    PendingSignature pending = pending(sign("berth"));

    assertThatThrownBy(() -> pending.verify(TestSigner.digest("{ }")))
        .isInstanceOf(SignatureRefusal.class);
    assertThatThrownBy(() -> pending(sign("ecr"))).isInstanceOf(SignatureRefusal.class);
  }

  private static SignedRequest sign(String service) {
    List<SignedRequest.Field> fields = new ArrayList<>(REQUEST.headers());
    fields.addAll(
        new Signer(KEY.accessKeyId(), KEY.secret(), "us-east-1", service).sign(REQUEST, BODY, NOW));
    return new SignedRequest("POST", "localhost:5000", "/", "", fields);
  }

  private PendingSignature pending(SignedRequest request) {
    return verifier.authenticate(request, new Served("berth", Set.of(new Region("us-east-1"))));
  }
}
