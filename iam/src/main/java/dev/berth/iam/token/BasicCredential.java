package dev.berth.iam.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an Authorization header of {@code /v2/} says (ECR dossier section 2, table). */
public sealed interface BasicCredential {

  /** No header, an empty one, or another scheme than Basic: the caller is asked who they are. */
  record Absent() implements BasicCredential {}

  /** Basic, but not the base64 of a text with a colon. */
  record Broken() implements BasicCredential {}

  /** A user and a password. It never shows itself. */
  record Login(String user, String password) implements BasicCredential {
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /** Reads the header's value. */
  static BasicCredential parse(Optional<String> authorization) {
    return authorization.map(Reader::read).orElseGet(Absent::new);
  }

  /** The grammar of the header. */
  final class Reader {
    private static final Pattern SCHEME =
        Pattern.compile("\\s*basic(?:\\s+(.*))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Reader() {}

    private static BasicCredential read(String header) {
      Matcher scheme = SCHEME.matcher(header);
      if (!scheme.matches()) {
        return new Absent();
      }
      String encoded = Optional.ofNullable(scheme.group(1)).orElse("").strip();
      try {
        String decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        int colon = decoded.indexOf(':');
        return colon < 0
            ? new Broken()
            : new Login(decoded.substring(0, colon), decoded.substring(colon + 1));
      } catch (IllegalArgumentException _) {
        return new Broken();
      }
    }
  }
}
