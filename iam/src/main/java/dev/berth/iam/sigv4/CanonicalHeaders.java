package dev.berth.iam.sigv4;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The signed header fields in canonical form (IAM dossier 2.2, item 3). */
final class CanonicalHeaders {
  private static final Pattern BLANKS = Pattern.compile("[ \t\r\n]+");

  private CanonicalHeaders() {}

  /**
   * A line for each name, in the order in which they were signed; a field that is not there has an
   * empty value.
   */
  static String of(SignedRequest request, List<String> signedNames) {
    Map<String, List<String>> values = new HashMap<>();
    for (SignedRequest.Field field : request.headers()) {
      values
          .computeIfAbsent(field.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(collapse(field.value()));
    }
    values.put("host", List.of(collapse(request.host())));
    values.put(":authority", List.of(collapse(request.host())));
    StringBuilder lines = new StringBuilder();
    for (String name : signedNames) {
      lines.append(name).append(':');
      lines.append(String.join(",", values.getOrDefault(name, List.of()))).append('\n');
    }
    return lines.toString();
  }

  private static String collapse(String value) {
    return BLANKS.matcher(value).replaceAll(" ").strip();
  }
}
