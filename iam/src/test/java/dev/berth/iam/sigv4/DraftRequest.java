package dev.berth.iam.sigv4;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call of ECR that is signed rightly until somebody spoils it. */
final class DraftRequest {
  static final String HOST = "api.ecr.us-east-1.amazonaws.com";
  static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry";
  static final String BODY = "{}";

  final SignatureForm form;
  final Map<String, String> parts = new LinkedHashMap<>();
  final List<SignedRequest.Field> fields = new ArrayList<>();
  final List<String> extraParameters = new ArrayList<>();
  Optional<String> otherSignature = Optional.empty();
  boolean withoutAuthentication;
  boolean withoutEqualsSign;

  DraftRequest(SignatureForm form) {
    this.form = form;
    boolean header = form == SignatureForm.HEADER;
    parts.put("Algorithm", "AWS4-HMAC-SHA256");
    parts.put("Credential", "AKIDEXAMPLE/20150830/us-east-1/ecr/aws4_request");
    parts.put("SignedHeaders", header ? "host;x-amz-date;x-amz-target" : "host");
    parts.put("Date", "20150830T123600Z");
    fields.add(new SignedRequest.Field("Host", HOST));
    if (header) {
      fields.add(new SignedRequest.Field("X-Amz-Target", TARGET));
    } else {
      parts.put("Expires", "60");
    }
  }

  void setSignedHeader(String name, String value) {
    fields.add(new SignedRequest.Field(name, value));
    List<String> names =
        new ArrayList<>(List.of(parts.getOrDefault("SignedHeaders", "").split(";")));
    names.add(name);
    names.removeIf(String::isEmpty);
    parts.put("SignedHeaders", String.join(";", names.stream().sorted().toList()));
  }

  /** Signs what the draft says and writes it down as it would be sent. */
  SignedRequest toRequest() {
    List<SignedRequest.Field> sent = new ArrayList<>(fields);
    if (form == SignatureForm.HEADER && parts.containsKey("Date")) {
      sent.add(new SignedRequest.Field("X-Amz-Date", parts.getOrDefault("Date", "")));
    }
    String query = form == SignatureForm.PRESIGNED ? presignedQuery() : "";
    String signature = otherSignature.orElseGet(() -> signature(query, sent));
    if (form == SignatureForm.HEADER && !withoutAuthentication) {
      sent.add(new SignedRequest.Field("Authorization", authorization(signature)));
    }
    List<String> parameters = new ArrayList<>(extraParameters);
    if (!query.isEmpty() && !withoutAuthentication) {
      parameters.add(query);
      parameters.add("X-Amz-Signature=" + signature);
    }
    return new SignedRequest("POST", HOST, "/", String.join("&", parameters), sent);
  }

  private String presignedQuery() {
    return String.join(
        "&",
        parts.entrySet().stream()
            .map(part -> "X-Amz-" + part.getKey() + "=" + encoded(part.getValue()))
            .toList());
  }

  private String authorization(String signature) {
    List<String> pairs = new ArrayList<>();
    for (String name : List.of("Credential", "SignedHeaders")) {
      if (parts.containsKey(name)) {
        pairs.add(name + "=" + parts.get(name));
      }
    }
    pairs.add(withoutEqualsSign ? "Signature" : "Signature=" + signature);
    return parts.get("Algorithm") + " " + String.join(", ", pairs);
  }

  private String signature(String query, List<SignedRequest.Field> sent) {
    StringBuilder headers = new StringBuilder();
    for (String name : parts.getOrDefault("SignedHeaders", "").split(";")) {
      List<String> values =
          sent.stream()
              .filter(field -> field.name().equalsIgnoreCase(name))
              .map(SignedRequest.Field::value)
              .toList();
      headers.append(name).append(':').append(String.join(",", values)).append('\n');
    }
    String canonical =
        String.join(
            "\n",
            "POST",
            "/",
            String.join("&", List.of(query.split("&")).stream().sorted().toList()),
            headers,
            parts.getOrDefault("SignedHeaders", ""),
            TestSigner.hex(TestSigner.sha256(BODY)));
    String credential = parts.getOrDefault("Credential", "/");
    return TestSigner.sign(
        SuiteCase.CREDENTIAL.secret().value(),
        canonical,
        parts.getOrDefault("Date", ""),
        credential.substring(credential.indexOf('/') + 1));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
