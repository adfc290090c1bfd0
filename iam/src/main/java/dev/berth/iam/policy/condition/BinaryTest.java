package dev.berth.iam.policy.condition;

import dev.berth.iam.policy.match.ConditionValues;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Bytes, written in base64. */
record BinaryTest(List<ByteBuffer> wanted) implements ValueTest {

  static List<ByteBuffer> read(List<String> values) {
    return values.stream().flatMap(value -> read(value).stream()).toList();
  }

  @Override
  public boolean isSatisfied(String value, ConditionValues context) {
    Optional<ByteBuffer> bytes = read(value);
    return bytes.isPresent() && wanted.contains(bytes.get());
  }

  private static Optional<ByteBuffer> read(String text) {
    try {
      return Optional.of(ByteBuffer.wrap(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
