package dev.berth.wire.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which registry a host name means (ECR dossier 1.1). */
final class RegistryHostsTest {
  private static final RegistryId REGISTRY =
      new RegistryId(new AccountId("123456789012"), new Region("eu-west-1"));
  private static final RegistryHosts HOSTS =
      new RegistryHosts(
          "{account}.dkr.ecr.{region}.{domain}",
          "https://{account}.dkr.ecr.{region}.{domain}",
          "registry.example",
          8443);

  // PR-14, PR-17
  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
        "123456789012.dkr-ecr.eu-west-1.on.aws",
        "123456789012.dkr.ecr-fips.eu-west-1.amazonaws.com",
        "123456789012.dkr-ecr-fips.eu-west-1.on.aws",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com.cn",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.eu",
        "123456789012.dkr.ecr.eu-west-1.registry.example",
        "123456789012.DKR.ECR.eu-west-1.registry.example:8443"
      })
  void every_form_of_a_host_means_its_account_and_region(String host) {
    assertThat(HOSTS.registry(host)).contains(REGISTRY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:5000",
        "123456789012.dkr.ecr.eu-west-1.other.example",
        "12345.dkr.ecr.eu-west-1.amazonaws.com",
        "dkr.ecr.eu-west-1.amazonaws.com",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example",
        "[::1]:5000"
      })
  void other_hosts_mean_none(String host) {
    assertThat(HOSTS.registry(host)).isEmpty();
  }

  // AU-03
  @Test
  void the_address_of_a_registry_has_its_account_and_region() {
    assertThat(HOSTS.proxyEndpoint(REGISTRY))
        .isEqualTo("https://123456789012.dkr.ecr.eu-west-1.registry.example");
  }
}
