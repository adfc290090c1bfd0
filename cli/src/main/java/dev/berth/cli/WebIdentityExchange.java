package dev.berth.cli;

import dev.berth.iam.sigv4.SigningSecret;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Exchanges a token of an OpenID Connect issuer for a session of a role (IAM dossier 8.3). */
final class WebIdentityExchange {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OK = 200;

  private WebIdentityExchange() {}

  /**
   * Credentials of the role.
   *
   * @throws EndpointFailed when nobody answers, or the answer is a refusal
   */
  static Endpoint.Access of(URI endpoint, String region, String role, String name, String token)
      throws InterruptedException {
    String form =
        Map.of(
                "Action", "AssumeRoleWithWebIdentity",
                "Version", "2011-06-15",
                "RoleArn", role,
                "RoleSessionName", name,
                "WebIdentityToken", token)
            .entrySet()
            .stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      Map<String, String> answer = elements(response.body());
      if (response.statusCode() != OK) {
        throw new EndpointFailed(
            "%s refused: %s (%s)"
                .formatted(
                    endpoint,
                    answer.getOrDefault("Message", "no reason given"),
                    answer.getOrDefault("Code", Integer.toString(response.statusCode()))));
      }
      return new Endpoint.Access(
          endpoint,
          region,
          answer.getOrDefault("AccessKeyId", ""),
          new SigningSecret(answer.getOrDefault("SecretAccessKey", "")),
          Optional.ofNullable(answer.get("SessionToken")));
    } catch (IOException e) {
      throw new EndpointFailed("No Berth answers at %s: %s.".formatted(endpoint, e));
    } catch (XMLStreamException _) {
      throw new EndpointFailed("What answers at %s is no Berth.".formatted(endpoint));
    }
  }

  /** The texts of all elements that hold one, by name. */
  private static Map<String, String> elements(String xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
    Map<String, String> texts = new HashMap<>();
    String name = "";
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> name = reader.getLocalName();
        case XMLStreamConstants.CHARACTERS -> texts.merge(name, reader.getText(), String::concat);
        default -> name = "";
      }
    }
    return texts;
  }
}
