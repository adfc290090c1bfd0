package dev.berth.wire.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of an address, decoded once. */
public final class OciQuery {
  private final List<Parameter> parameters;

  private record Parameter(String name, String value) {}

  private OciQuery(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  /**
   * Parses what follows the question mark.
   *
   * @throws OciError 400 when an escape is broken
   */
  public static OciQuery parse(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : raw.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.add(new Parameter(decoded(name), decoded(value)));
    }
    return new OciQuery(parameters);
  }

  private static String decoded(String text) {
    return PercentCoding.decode(text.replace('+', ' '))
        .orElseThrow(
            () ->
                OciError.of(
                    400,
                    OciError.Code.UNSUPPORTED,
                    "The query of the address has a broken escape."));
  }

  /** The first value of a parameter. */
  public Optional<String> first(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).map(Parameter::value).findFirst();
  }

  /** Every value of a parameter, in order. */
  public List<String> all(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).map(Parameter::value).toList();
  }
}
