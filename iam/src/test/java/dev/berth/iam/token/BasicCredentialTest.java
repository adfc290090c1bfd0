package dev.berth.iam.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.iam.token.BasicCredential.Absent;
import dev.berth.iam.token.BasicCredential.Broken;
import dev.berth.iam.token.BasicCredential.Login;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicCredentialTest {

  @ParameterizedTest
  @CsvSource({
    "AWS:password, AWS, password",
    "AWS:pass:word, AWS, pass:word",
    "AWS:, AWS, ''",
    ":password, '', password",
    "somebody:password, somebody, password"
  })
  void user_and_password_stand_around_the_first_colon(String text, String user, String password) {
    assertThat(parse("Basic " + base64(text))).isEqualTo(new Login(user, password));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic ", "basic ", "BASIC  ", "Basic\t"})
  void the_scheme_is_read_in_any_case(String scheme) {
    assertThat(parse(scheme + base64("AWS:x"))).isEqualTo(new Login("AWS", "x"));
  }

  @Test
  void padding_may_be_left_out() {
    assertThat(parse("Basic " + base64("AWS:xy").replace("=", "")))
        .isEqualTo(new Login("AWS", "xy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic ", "Basic !!!!", "Basic QVdT", "Basic QVdTOng=stray"})
  void what_is_not_base64_with_a_colon_is_broken(String header) {
    assertThat(parse(header)).isEqualTo(new Broken());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Bearer abc", "Basically QVdTOng=", "AWS4-HMAC-SHA256 x=y"})
  void another_scheme_is_no_credential(String header) {
    assertThat(parse(header)).isEqualTo(new Absent());
  }

  @Test
  void no_header_is_no_credential() {
    assertThat(BasicCredential.parse(Optional.empty())).isEqualTo(new Absent());
  }

  private static BasicCredential parse(String header) {
    return BasicCredential.parse(Optional.of(header));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
