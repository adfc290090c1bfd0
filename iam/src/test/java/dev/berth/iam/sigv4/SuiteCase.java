package dev.berth.iam.sigv4;

import dev.berth.iam.Principal;
import dev.berth.model.AccountId;
import dev.berth.model.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One signed request of AWS's signing test suite.
 *
 * @param name folder and form
 * @param context the text of {@code context.json}
 * @param request parsed from the signed request
 * @param body of the request
 */
record SuiteCase(String name, String context, SignedRequest request, String body) {
  private static final Path SUITE = Path.of("src/test/resources/aws-signing-test-suite/v4");
  static final SigningCredential CREDENTIAL =
      new SigningCredential(
          "AKIDEXAMPLE",
          new SigningSecret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
          new Principal.RootUser(new AccountId("123456789012")),
          1);

  static Stream<SuiteCase> all() {
    try (Stream<Path> folders = Files.list(SUITE)) {
      List<Path> sorted = folders.sorted().toList();
      return sorted.stream()
          .flatMap(folder -> Stream.of(of(folder, "header"), of(folder, "query")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SuiteCase named(String name) {
    return all().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static SuiteCase of(Path folder, String form) {
    return of(
        folder.getFileName() + " (" + form + ")",
        read(folder.resolve("context.json")),
        read(folder.resolve(form + "-signed-request.txt")));
  }

  /** Parses an HTTP message with bare line feeds. */
  static SuiteCase of(String name, String context, String message) {
    int blank = message.indexOf("\n\n");
    List<String> lines = new ArrayList<>(message.substring(0, blank).lines().toList());
    String requestLine = lines.removeFirst();
    return new SuiteCase(
        name, context, request(requestLine, fields(lines)), message.substring(blank + 2).strip());
  }

  private static SignedRequest request(String requestLine, List<SignedRequest.Field> fields) {
    String method = requestLine.substring(0, requestLine.indexOf(' '));
    String target =
        requestLine.substring(method.length() + 1, requestLine.lastIndexOf(" HTTP/1.1"));
    int question = target.indexOf('?');
    String host =
        fields.stream()
            .filter(field -> field.name().equals("Host"))
            .findFirst()
            .orElseThrow()
            .value();
    return new SignedRequest(
        method,
        host,
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        fields);
  }

  private static List<SignedRequest.Field> fields(List<String> lines) {
    List<SignedRequest.Field> fields = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(" ")) {
        SignedRequest.Field folded = fields.removeLast();
        fields.add(new SignedRequest.Field(folded.name(), folded.value() + "\n" + line));
      } else {
        int colon = line.indexOf(':');
        fields.add(new SignedRequest.Field(line.substring(0, colon), line.substring(colon + 1)));
      }
    }
    return fields;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<String> token() {
    Matcher token = Pattern.compile("\"token\": \"([^\"]+)\"").matcher(context);
    return token.find() ? Optional.of(token.group(1)) : Optional.empty();
  }

  boolean normalized() {
    return context.contains("\"normalize\": true");
  }

  SuiteCase with(SignedRequest other) {
    return new SuiteCase(name, context, other, body);
  }

  SuiteCase withBody(String other) {
    return new SuiteCase(name, context, request, other);
  }

  /** Verifies the request as the service of the suite would, at the time of the suite. */
  PendingSignature verify() {
    SigningCredentials credentials =
        (id, sent) ->
            id.equals(CREDENTIAL.accessKeyId()) && sent.equals(token())
                ? Optional.of(CREDENTIAL)
                : Optional.empty();
    UnaryOperator<String> path =
        normalized() ? CanonicalPath::normalized : CanonicalPath::asReceived;
    InstantSource clock = InstantSource.fixed(Instant.parse("2015-08-30T12:36:00Z"));
    PendingSignature pending =
        new SigV4(clock, SigV4.DEFAULT_SKEW, credentials, path)
            .authenticate(request, new Served("service", Set.of(new Region("us-east-1"))));
    pending.verify(TestSigner.digest(body));
    return pending;
  }

  @Override
  public String toString() {
    return name;
  }
}
