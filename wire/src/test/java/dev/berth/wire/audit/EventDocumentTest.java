package dev.berth.wire.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.Principal;
import dev.berth.iam.Session;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.wire.door.Caller;
import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.RequestBody;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class EventDocumentTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");
  private static final RegistryId HOME =
      new RegistryId(new AccountId("111111111111"), new Region("us-east-1"));
  private static final JsonMapper JSON = new JsonMapper();

  /** No body. */
  private static final class Nothing implements RequestBody {
    @Override
    public OptionalLong length() {
      return OptionalLong.of(0);
    }

    @Override
    public int read(ByteBuffer into) {
      return -1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  private static Request request(String userAgent) {
    return new Request(
        UUID.fromString("00000000-0000-4000-8000-000000000001"),
        "POST",
        new Request.Target("localhost", "/", ""),
        Headers.of("User-Agent", userAgent),
        new Nothing(),
        InetAddress.getLoopbackAddress(),
        false);
  }

  private static JsonNode entry(Optional<Principal> principal, ObjectNode asked, String userAgent) {
    return JSON.readTree(
        EventDocument.entry(
                new CallFacts(
                    request(userAgent),
                    new Audited("iam.amazonaws.com", "CreateUser", asked, Audited.nothing()),
                    true,
                    principal.map(who -> new Caller.Known(who, HOME, Optional.of("AKIALONG"))),
                    HOME,
                    List.of(),
                    Optional.empty(),
                    Optional.empty()),
                NOW)
            .document());
  }

  private static JsonNode identity(Principal principal) {
    return entry(Optional.of(principal), Audited.nothing(), "").path("userIdentity");
  }

  private static Session session(String name) {
    return new Session(
        "ASIASHORT",
        name,
        NOW,
        NOW.plusSeconds(3600),
        Optional.empty(),
        Map.of(),
        Set.of(),
        Optional.of("alice"),
        Optional.of("token.actions.githubusercontent.com"),
        false);
  }

  @Test
  void a_user_is_told_by_name_and_key() {
    JsonNode caller =
        identity(
            new Principal.User(
                Arn.parse("arn:aws:iam::111111111111:user/ci/builder"),
                "AIDAUSER",
                Optional.empty()));

    assertThat(caller.path("type").asString()).isEqualTo("IAMUser");
    assertThat(caller.path("userName").asString()).isEqualTo("builder");
    assertThat(caller.path("principalId").asString()).isEqualTo("AIDAUSER");
    assertThat(caller.path("accessKeyId").asString()).isEqualTo("AKIALONG");
    assertThat(caller.has("sessionContext")).isFalse();
  }

  @Test
  void a_session_of_a_role_is_told_with_its_issuer_and_its_own_key() {
    JsonNode caller =
        identity(
            new Principal.RoleSession(
                Arn.parse("arn:aws:iam::111111111111:role/ci/deploy"),
                "AROAROLE",
                session("run-7")));

    assertThat(caller.path("type").asString()).isEqualTo("AssumedRole");
    assertThat(caller.path("arn").asString())
        .isEqualTo("arn:aws:sts::111111111111:assumed-role/deploy/run-7");
    assertThat(caller.path("principalId").asString()).isEqualTo("AROAROLE:run-7");
    assertThat(caller.path("accessKeyId").asString()).isEqualTo("ASIASHORT");
    JsonNode context = caller.path("sessionContext");
    assertThat(context.at("/sessionIssuer/arn").asString())
        .isEqualTo("arn:aws:iam::111111111111:role/ci/deploy");
    assertThat(context.at("/sessionIssuer/userName").asString()).isEqualTo("deploy");
    assertThat(context.path("sourceIdentity").asString()).isEqualTo("alice");
    assertThat(context.at("/attributes/creationDate").asString()).isEqualTo("2026-11-21T10:00:00Z");
  }

  @Test
  void who_proved_nothing_is_unknown() {
    assertThat(entry(Optional.empty(), Audited.nothing(), "").at("/userIdentity/type").asString())
        .isEqualTo("Unknown");
  }

  // T11
  @Test
  void what_is_secret_by_its_name_is_hidden_at_any_depth() {
    ObjectNode asked = Audited.nothing();
    asked.put("webIdentityToken", "canary");
    asked.putObject("credentials").put("secretAccessKey", "canary").put("accessKeyId", "ASIAKEY");
    asked.putArray("list").addObject().put("Password", "canary");
    asked.put("imageManifest", "canary");

    JsonNode told = entry(Optional.empty(), asked, "");

    assertThat(told.toString()).doesNotContain("canary").contains("ASIAKEY");
    assertThat(told.at("/requestParameters/credentials/secretAccessKey").asString())
        .isEqualTo("HIDDEN_DUE_TO_SECURITY_REASONS");
  }

  // T36
  @Test
  void an_entry_is_bounded_whatever_was_asked() {
    ObjectNode asked = Audited.nothing();
    for (int i = 0; i < 500; i++) {
      asked.put("member-" + i, "x".repeat(10_000));
    }
    ObjectNode deep = asked.putObject("member-0");
    for (int i = 0; i < 30; i++) {
      deep = deep.putObject("deeper");
    }

    assertThat(entry(Optional.empty(), asked, "y".repeat(100_000)).toString())
        .hasSizeLessThan(40_000);
  }

  @Test
  void two_entries_of_one_request_have_one_event_id_that_is_not_the_requests() {
    JsonNode one = entry(Optional.empty(), Audited.nothing(), "");
    JsonNode other = entry(Optional.empty(), Audited.nothing(), "other");

    assertThat(one.path("eventID")).isEqualTo(other.path("eventID"));
    assertThat(one.path("eventID")).isNotEqualTo(one.path("requestID"));
    assertThat(UUID.fromString(one.path("eventID").asString()).version()).isEqualTo(4);
  }
}
