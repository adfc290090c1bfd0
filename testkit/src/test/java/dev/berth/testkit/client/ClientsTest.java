package dev.berth.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.client.Clients.Availability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientsTest {
  @TempDir Path scripts;

  @BeforeEach
  void a_list_with_one_client_that_is_here_and_two_that_are_not() throws IOException {
    Files.writeString(
        scripts.resolve("clients"),
        """
        # name, source, probe
        shell\tdebian:dash\tsh -c true
        cached\tpypi:cached\ttest "$BERTH_TEST_CLIENTS" = /elsewhere
        ghost\tdebian:ghost\tfalse
        spirit\tdebian:spirit\tno-such-program --version
        """);
    Files.writeString(
        scripts.resolve("clients-not-here"), "# name, reason\nspirit\tneeds a kernel of its own\n");
  }

  @Test
  void a_client_whose_probe_succeeds_is_here() {
    assertThat(clients(Map.of()).availability("shell")).isInstanceOf(Availability.Present.class);
  }

  @Test
  void a_probe_is_told_the_cache_folder() {
    assertThat(clients(Map.of("BERTH_TEST_CLIENTS", "/elsewhere")).availability("cached"))
        .isInstanceOf(Availability.Present.class);
    assertThat(clients(Map.of("XDG_CACHE_HOME", "/elsewhere")).availability("cached"))
        .isInstanceOf(Availability.Skipped.class);
  }

  @Test
  void a_test_of_a_missing_client_is_skipped_and_names_it() {
    assertThat(NeedsClientCondition.decide(clients(Map.of()), "shell", "ghost").isDisabled())
        .isTrue();
    assertThat(NeedsClientCondition.decide(clients(Map.of()), "shell", "ghost").getReason())
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("ghost is missing (debian:ghost)"));
  }

  @Test
  void in_continuous_integration_a_test_of_a_missing_client_fails() {
    Clients clients = clients(Map.of("CI", "true"));

    assertThat(NeedsClientCondition.decide(clients, "shell").isDisabled()).isFalse();
    assertThatThrownBy(() -> NeedsClientCondition.decide(clients, "shell", "ghost"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ghost is missing");
  }

  @Test
  void in_continuous_integration_a_missing_client_with_a_stated_reason_is_skipped() {
    assertThat(clients(Map.of("CI", "true")).availability("spirit"))
        .isEqualTo(
            new Availability.Skipped(
                "spirit is missing (debian:spirit): needs a kernel of its own"));
  }

  @Test
  void a_name_that_is_not_listed_is_refused() {
    assertThatThrownBy(() -> clients(Map.of()).availability("skopoe"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("skopoe");
  }

  @Test
  void every_client_of_this_checkout_can_be_probed() {
    Clients clients = Clients.ofThisCheckout();

    assertThat(clients.names())
        .contains("aws", "docker", "skopeo")
        .allSatisfy(clients::availability);
    assertThat(clients.names()).containsAll(clients.acceptedAsMissing());
  }

  private Clients clients(Map<String, String> environment) {
    return new Clients(scripts, environment);
  }
}
