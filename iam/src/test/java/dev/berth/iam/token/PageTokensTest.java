package dev.berth.iam.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageTokensTest {
  private static final RegistryId REGISTRY =
      new RegistryId(new AccountId("123456789012"), new Region("eu-central-1"));
  private static final Listing LISTING =
      new Listing("DescribeImages", REGISTRY, List.of("app", "TAGGED"));
  private static final byte[] POSITION = "after this one".getBytes(UTF_8);

  private final PageTokens tokens = new PageTokens(GivenSealer.withKeys("a"));

  static Stream<Listing> others() {
    RegistryId account = new RegistryId(new AccountId("123456789013"), REGISTRY.region());
    RegistryId region = new RegistryId(REGISTRY.account(), new Region("eu-central-2"));
    return Stream.of(
        new Listing("ListImages", REGISTRY, List.of("app", "TAGGED")),
        new Listing("DescribeImages", account, List.of("app", "TAGGED")),
        new Listing("DescribeImages", region, List.of("app", "TAGGED")),
        new Listing("DescribeImages", REGISTRY, List.of("app", "ANY")),
        new Listing("DescribeImages", REGISTRY, List.of("app")),
        new Listing("DescribeImages", REGISTRY, List.of("appTAGGED")),
        new Listing("DescribeImages", REGISTRY, List.of("app", "TAGGED", "")));
  }

  @Test
  void a_position_comes_back_for_the_same_list() {
    assertThat(tokens.open(LISTING, tokens.seal(LISTING, POSITION)))
        .hasValueSatisfying(position -> assertThat(position).isEqualTo(POSITION));
  }

  @ParameterizedTest
  @MethodSource("others")
  void a_token_opens_for_no_other_list(Listing other) {
    assertThat(tokens.open(other, tokens.seal(LISTING, POSITION))).isEmpty();
  }
}
