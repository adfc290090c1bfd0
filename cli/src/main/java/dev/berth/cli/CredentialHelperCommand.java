package dev.berth.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code berth credential-helper}: the protocol of docker's credential helpers, under the name
 * {@code docker-credential-berth}. Every {@code get} asks the server for a token, so that a login
 * never ends and nothing is kept on disk.
 */
@Command(
    name = "credential-helper",
    mixinStandardHelpOptions = true,
    description = {
      "Speak the protocol of docker's credential helpers: get, store, erase and list. Name it in"
          + " ~/.docker/config.json, as in {\"credHelpers\": {\"registry.example:5000\":"
          + " \"berth\"}}.",
      "Endpoint and credentials come from the AWS environment, a web identity token file, or the"
          + " AWS profile."
    })
final class CredentialHelperCommand implements Callable<Integer> {
  private static final int LONGEST = 4096;
  private static final int NOTHING = 1;

  /** What docker's tools take for "no login", and go on without one. */
  private static final String NOT_FOUND = "credentials not found in native keychain";

  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(paramLabel = "get|store|erase|list", description = "What docker asks for.")
  private String action = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    return switch (action) {
      case "get" -> get(stdin());
      case "list" -> list();
      case "erase" -> 0;
      case "store" -> {
        System.out.println(
            "Logins to Berth are made anew whenever docker needs one: there is nothing to store.");
        yield NOTHING;
      }
      default -> {
        System.err.println("docker asks a helper for get, store, erase or list.");
        yield 2;
      }
    };
  }

  private static String stdin() throws IOException {
    return new String(System.in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
  }

  private int get(String server) throws InterruptedException {
    DockerLogin login = DockerLogin.ask(endpoint.access(System.getenv()));
    if (!login.isFor(host(server))) {
      System.out.println(NOT_FOUND);
      return NOTHING;
    }
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("ServerURL", server);
    answer.put("Username", login.user());
    answer.put("Secret", login.password());
    System.out.println(new JsonMapper().writeValueAsString(answer));
    return 0;
  }

  // docker names a registry by its host, or by an address.
  private static String host(String server) {
    return server.contains("://")
        ? String.valueOf(URI.create(server).getRawAuthority())
        : server.split("/", 2)[0];
  }

  private int list() throws InterruptedException {
    Map<String, String> users = new LinkedHashMap<>();
    DockerLogin login = DockerLogin.ask(endpoint.access(System.getenv()));
    login.hosts().forEach(host -> users.put(host, login.user()));
    System.out.println(new JsonMapper().writeValueAsString(users));
    return 0;
  }
}
