package dev.berth.testkit.guard;

import dev.berth.wire.json.Shape;
import dev.berth.wire.json.Shape.Bounds;
import dev.berth.wire.json.Shape.Member;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The smallest input that the model of an operation accepts: its required members only, made from
 * their constraints. Where a text has a grammar, or should name something that exists, the caller
 * gives it.
 *
 * @param known values by the name of the member, used wherever a required member is called so
 */
public record SampleInput(Map<String, Object> known) {
  private static final List<String> TEXTS =
      List.of(
          "aaa",
          "123456789012",
          "arn:aws:iam::000000000000:user/sample",
          "arn:aws:signer:us-east-1:000000000000:/signing-profiles/sample",
          "0");

  /** The input for that structure, to be written as JSON. */
  public Map<String, Object> of(Shape.Structure structure) {
    Map<String, Object> input = new LinkedHashMap<>();
    structure
        .members()
        .forEach(
            (name, member) -> {
              if (member.required()) {
                input.put(name, value(name, member));
              }
            });
    return input;
  }

  private Object value(String name, Member member) {
    Object given = known.get(name);
    return given == null ? of(member.shape()) : given;
  }

  private Object of(Shape shape) {
    return switch (shape) {
      case Shape.Text text -> text(text);
      case Shape.WholeNumber(Bounds value) -> Math.max(1, value.least());
      case Shape.Fraction _ -> 0.5;
      case Shape.Flag _ -> true;
      case Shape.Timestamp _ -> 0;
      case Shape.Bytes _ -> Base64.getEncoder().encodeToString(new byte[] {1});
      case Shape.ListOf(Shape item, Bounds length) -> {
        List<Object> items = new ArrayList<>();
        for (long at = 0; at < Math.max(1, length.least()); at++) {
          items.add(of(item));
        }
        yield items;
      }
      case Shape.MapOf _ -> Map.of();
      case Shape.Structure structure -> of(structure);
    };
  }

  private static String text(Shape.Text shape) {
    if (!shape.allowed().isEmpty()) {
      return shape.allowed().getFirst();
    }
    String longEnough = "a".repeat((int) Math.max(1, Math.min(1024, shape.length().least())));
    List<String> candidates = new ArrayList<>(List.of(longEnough));
    candidates.addAll(TEXTS);
    return candidates.stream()
        .filter(text -> text.length() >= shape.length().least())
        .filter(text -> text.length() <= shape.length().most())
        .filter(
            text ->
                shape.pattern().map(Pattern::asMatchPredicate).map(p -> p.test(text)).orElse(true))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no sample for a text of the form " + shape.pattern().map(Pattern::pattern)));
  }
}
