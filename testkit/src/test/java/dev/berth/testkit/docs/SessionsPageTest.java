package dev.berth.testkit.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.DockerDaemon;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.WithDockerDaemon;
import dev.berth.testkit.oidc.OidcIssuer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/sessions.md tells to type, typed. The issuers are GitHub and a cluster, whose keys are
 * in files here and not theirs; {@code kubectl} prints them.
 */
@WithDockerDaemon
@NeedsClient({"aws", "docker"})
final class SessionsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "sessions.md");
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final String INDENT = "    ";
  private static final String AUDIENCE = "sts.amazonaws.com";

  @TempDir private Path folder;

  @Test
  void every_command_works(DockerDaemon daemon) throws IOException {
    List<String> commands = commands();
    assertThat(commands).hasSize(26);
    Path data = folder.resolve("berth-data");
    Terminal terminal = new Terminal(folder).withBerth();
    try (OidcIssuer issuer = OidcIssuer.start()) {
      Path config = prepare(issuer, terminal.programs());
      try (BerthProcess berth = BerthProcess.serve(data, Map.of(), "--config", config.toString())) {
        Outcome typed =
            terminal
                .with(daemon)
                .with("AWS_CONFIG_FILE", data.resolve("aws-profile").toString())
                .with("AWS_PROFILE", "berth")
                .type(
                    folder.resolve("typed"),
                    commands.stream().map(line -> typed(line, berth.endpoint())).toList());

        assertThat(typed.stdout())
            .contains("arn:aws:sts::000000000000:assumed-role/deploy/laptop")
            .contains("1 session revoked")
            .contains("arn:aws:sts::000000000000:assumed-role/pods/")
            .contains("\"Username\":\"AWS\"", "\"kind\":\"CredentialProviderResponse\"");
        assertThat(typed.stdout().split("Login Succeeded", -1)).hasSize(4);
        assertThat(folder.resolve("typed/cluster-keys.json")).hasContent(issuer.publishedKeys());
      }
    }
  }

  /** Files and programs that the page takes for given; the page's configuration, and more. */
  private Path prepare(OidcIssuer issuer, Path programs) throws IOException {
    Path typed = Files.createDirectories(folder.resolve("typed"));
    Path keys = Files.writeString(folder.resolve("keys.json"), issuer.publishedKeys());
    BerthProcess.program(programs, "docker-credential-berth", "credential-helper");
    Files.setPosixFilePermissions(
        Files.writeString(programs.resolve("kubectl"), "#!/bin/sh\ncat " + keys + "\n"),
        PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        typed.resolve("token.jwt"),
        token(
            issuer,
            "https://token.actions.githubusercontent.com",
            "repo:ORG/REPO:ref:refs/heads/main"));
    Files.writeString(
        folder.resolve("pod-token"),
        token(issuer, "https://kubernetes.default.svc", "system:serviceaccount:NAMESPACE:NAME"));
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    return Files.writeString(
        folder.resolve("berth.yaml"),
        block.group(1).replace("/etc/berth/cluster-keys.json", keys.toString())
            + """
                - url: https://token.actions.githubusercontent.com
                  keys-file: %s
            login:
              access-keys: true
              web-identity: true
            """
                .formatted(keys));
  }

  private static String token(OidcIssuer issuer, String url, String subject) {
    return issuer.token(issuer.claims(subject, AUDIENCE).issuer(url).build());
  }

  private String typed(String command, URI endpoint) {
    return command
        .replace("./berth ", "berth ")
        .replace("localhost:5000", endpoint.getAuthority())
        .replace("/var/run/secrets/berth/token", folder.resolve("pod-token").toString());
  }

  private static List<String> commands() throws IOException {
    return Files.readAllLines(PAGE, UTF_8).stream()
        .filter(line -> line.startsWith(INDENT) && !line.startsWith(INDENT + "- "))
        .filter(line -> !line.startsWith(INDENT + "  "))
        .map(String::strip)
        .toList();
  }
}
