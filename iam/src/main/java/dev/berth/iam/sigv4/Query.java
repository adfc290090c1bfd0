package dev.berth.iam.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parameters of a raw query, decoded and in canonical form. */
final class Query {
  private static final Comparator<Parameter> CANONICAL =
      Comparator.comparing(Parameter::encodedName).thenComparing(Parameter::encodedValue);

  private final List<Parameter> parameters;

  /**
   * One parameter.
   *
   * @param name decoded
   * @param value decoded
   */
  private record Parameter(String name, String value, String encodedName, String encodedValue) {
    static Parameter of(String pair) {
      int equals = pair.indexOf('=');
      byte[] name = UriText.decode(equals < 0 ? pair : pair.substring(0, equals));
      byte[] value = UriText.decode(equals < 0 ? "" : pair.substring(equals + 1));
      return new Parameter(
          new String(name, StandardCharsets.UTF_8),
          new String(value, StandardCharsets.UTF_8),
          UriText.encode(name),
          UriText.encode(value));
    }
  }

  private Query(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  static Query parse(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        parameters.add(Parameter.of(pair));
      }
    }
    return new Query(parameters);
  }

  Optional<String> first(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .findFirst();
  }

  /** The first of these names that is there more than once. */
  Optional<String> repeated(List<String> names) {
    return names.stream()
        .filter(
            name ->
                parameters.stream().filter(parameter -> parameter.name().equals(name)).count() > 1)
        .findFirst();
  }

  /** Sorted by encoded name, then encoded value, without the parameters of those names. */
  String canonicalWithout(Set<String> names) {
    return String.join(
        "&",
        parameters.stream()
            .filter(parameter -> !names.contains(parameter.name()))
            .sorted(CANONICAL)
            .map(parameter -> parameter.encodedName() + "=" + parameter.encodedValue())
            .toList());
  }
}
