package dev.berth.wire.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.wire.aws.Unacceptable.Violation;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** IAM dossier 1 and 3.4. */
class QueryInputTest {
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");

  private static QueryInput input(String form) {
    return new QueryInput(Form.parse(form), "");
  }

  private static void refused(ThrowingCallable call, String constraint) {
    assertThatExceptionOfType(Violation.class)
        .isThrownBy(call)
        .withMessage("1 validation error detected: " + constraint);
  }

  @Test
  void lists_are_numbered_members_and_structures_are_dotted() {
    QueryInput input =
        input(
            "ActionNames.member.1=a&ActionNames.member.2=b&Tags.member.1.Key=team"
                + "&Tags.member.1.Value=red&Tags.member.2.Key=cost&Tags.member.2.Value=");

    assertThat(input.texts("ActionNames")).containsExactly("a", "b");
    assertThat(input.structures("Tags")).hasSize(2);
    assertThat(input.structures("Tags").getFirst().text("Value")).isEqualTo("red");
    assertThat(input.structures("Tags").getLast().text("Value")).isEmpty();
  }

  @Test
  void a_list_may_be_absent_or_empty() {
    assertThat(input("Other=1").texts("PolicyArns")).isEmpty();
    assertThat(input("PolicyArns=").texts("PolicyArns")).isEmpty();
  }

  @Test
  void members_of_ten_and_more_come_in_their_order() {
    StringBuilder form = new StringBuilder("x=1");
    for (int i = 12; i >= 1; i--) {
      form.append("&Names.member.%d=n%d".formatted(i, i));
    }

    assertThat(input(form.toString()).texts("Names"))
        .isEqualTo(
            List.of("n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10", "n11", "n12"));
  }

  @Test
  void a_required_parameter_that_is_missing_is_named() {
    refused(
        () -> input("x=1").text("UserName"),
        "Value null at 'userName' failed to satisfy constraint: Member must not be null");
    refused(
        () -> input("Tags.member.1.Key=k").structures("Tags").getFirst().text("Value"),
        "Value null at 'tags.member.1.Value' failed to satisfy constraint: Member must not be null");
  }

  @Test
  void length_and_form_are_checked() {
    refused(
        () -> input("UserName=").text("UserName", 1, 64, NAME),
        "Value '' at 'userName' failed to satisfy constraint: Member must have length greater than"
            + " or equal to 1");
    refused(
        () -> input("UserName=abc").text("UserName", 1, 2, NAME),
        "Value 'ab' at 'userName' failed to satisfy constraint: Member must have length less than"
            + " or equal to 2");
    refused(
        () -> input("UserName=a%2Fb").text("UserName", 1, 64, NAME),
        "Value 'a/b' at 'userName' failed to satisfy constraint: Member must satisfy regular"
            + " expression pattern: [\\w+=,.@-]+");
    assertThat(input("UserName=a%2Bb").text("UserName", 1, 64, NAME)).isEqualTo("a+b");
  }

  @Test
  void numbers_and_flags_are_checked() {
    assertThat(input("MaxItems=7").numberIfAny("MaxItems", 1, 1000)).hasValue(7);
    assertThat(input("x=1").numberIfAny("MaxItems", 1, 1000)).isEmpty();
    refused(
        () -> input("MaxItems=0").numberIfAny("MaxItems", 1, 1000),
        "Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than"
            + " or equal to 1");
    refused(
        () -> input("MaxItems=1001").numberIfAny("MaxItems", 1, 1000),
        "Value '1001' at 'maxItems' failed to satisfy constraint: Member must have value less than"
            + " or equal to 1000");
    refused(
        () -> input("MaxItems=many").numberIfAny("MaxItems", 1, 1000),
        "Value 'many' at 'maxItems' failed to satisfy constraint: Member must be an integer");
    assertThat(input("SetAsDefault=True").flagIfAny("SetAsDefault")).contains(true);
    assertThat(input("x=1").flagIfAny("SetAsDefault")).isEmpty();
    refused(
        () -> input("SetAsDefault=1").flagIfAny("SetAsDefault"),
        "Value '1' at 'setAsDefault' failed to satisfy constraint: Member must satisfy enum value"
            + " set: [true, false]");
  }
}
