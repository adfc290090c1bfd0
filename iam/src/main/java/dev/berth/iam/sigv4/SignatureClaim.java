package dev.berth.iam.sigv4;

import dev.berth.iam.sigv4.SignatureFlaw.HeaderPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a request says about its own signature, read but not believed (IAM dossier 3.1, steps 2 to
 * 7).
 *
 * @param form where it stands
 * @param credential not split yet
 * @param signedHeaders names joined with semicolons, as sent
 * @param signature as sent
 * @param signedAt reads the time, or refuses it
 * @param lifetime {@code X-Amz-Expires} of a presigned address, as sent
 * @param sessionToken {@code X-Amz-Security-Token}, signed or not
 */
record SignatureClaim(
    SignatureForm form,
    String credential,
    String signedHeaders,
    String signature,
    Supplier<Instant> signedAt,
    Optional<String> lifetime,
    Optional<String> sessionToken) {
  static final String SIGNATURE_PARAMETER = "X-Amz-Signature";
  static final String TOKEN = "X-Amz-Security-Token";
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String AMZ_PREFIX = "x-amz-";
  private static final List<String> QUERY_PARAMETERS =
      List.of(
          "X-Amz-Algorithm",
          "X-Amz-Credential",
          SIGNATURE_PARAMETER,
          "X-Amz-SignedHeaders",
          "X-Amz-Date",
          "X-Amz-Expires",
          TOKEN);

  static SignatureClaim read(SignedRequest request, Query query) {
    Optional<String> header = request.header("Authorization").filter(text -> !text.isBlank());
    Optional<String> algorithm = query.first("X-Amz-Algorithm");
    if (header.isPresent() && algorithm.isPresent()) {
      throw new SignatureRefusal(new SignatureFlaw.TwoForms());
    }
    if (header.isEmpty() && algorithm.isEmpty()) {
      throw new SignatureRefusal(unsigned(query));
    }
    refuseRepeated(request, query);
    return header.isPresent()
        ? ofHeader(request, query, header.get().strip())
        : ofQuery(request, query);
  }

  /** Signature Version 2 is told from no signature at all. */
  private static SignatureFlaw unsigned(Query query) {
    return query.first("AWSAccessKeyId").isEmpty()
        ? new SignatureFlaw.MissingToken()
        : new SignatureFlaw.UnsupportedAlgorithm(query.first("SignatureMethod").orElse("HmacSHA1"));
  }

  /**
   * A field that decides something must not be read one way here and another way by the dispatcher
   * (threat T14).
   */
  private static void refuseRepeated(SignedRequest request, Query query) {
    Map<String, Integer> seen = new HashMap<>();
    for (SignedRequest.Field field : request.headers()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      boolean once =
          name.startsWith(AMZ_PREFIX)
              || name.equals("authorization")
              || name.equals("date")
              || name.equals("host");
      if (once && seen.merge(name, 1, Integer::sum) > 1) {
        throw new SignatureRefusal(new SignatureFlaw.Repeated(name));
      }
    }
    query
        .repeated(QUERY_PARAMETERS)
        .ifPresent(
            name -> {
              throw new SignatureRefusal(new SignatureFlaw.Repeated(name));
            });
  }

  private static SignatureClaim ofHeader(SignedRequest request, Query query, String header) {
    String[] algorithmAndRest = header.split("[ \t]+", 2);
    requireAlgorithm(algorithmAndRest[0]);
    Map<String, String> parts =
        algorithmAndRest.length == 1 ? Map.of() : pairs(algorithmAndRest[1], header);
    Optional<Supplier<Instant>> signedAt = timeInHeaders(request);
    List<HeaderPart> missing = new ArrayList<>();
    addIf(!parts.containsKey("Credential"), HeaderPart.CREDENTIAL, missing);
    addIf(!parts.containsKey("Signature"), HeaderPart.SIGNATURE, missing);
    addIf(!parts.containsKey("SignedHeaders"), HeaderPart.SIGNED_HEADERS, missing);
    addIf(signedAt.isEmpty(), HeaderPart.DATE, missing);
    if (!missing.isEmpty()) {
      throw new SignatureRefusal(new SignatureFlaw.MissingFromHeader(missing));
    }
    return new SignatureClaim(
        SignatureForm.HEADER,
        parts.getOrDefault("Credential", ""),
        parts.getOrDefault("SignedHeaders", ""),
        parts.getOrDefault("Signature", ""),
        signedAt.orElseThrow(),
        Optional.empty(),
        sessionToken(request, query));
  }

  private static Map<String, String> pairs(String text, String header) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      String pair = part.strip();
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new SignatureRefusal(new SignatureFlaw.NotPairs(pair, header));
      }
      String name = pair.substring(0, equals);
      if (pairs.put(name, pair.substring(equals + 1)) != null) {
        throw new SignatureRefusal(new SignatureFlaw.Repeated(name));
      }
    }
    return pairs;
  }

  private static Optional<Supplier<Instant>> timeInHeaders(SignedRequest request) {
    Optional<String> amzDate = request.header("X-Amz-Date");
    if (amzDate.isPresent()) {
      return Optional.of(() -> SigningTime.ofAmzDate(amzDate.get()));
    }
    return request.header("Date").map(date -> () -> SigningTime.ofDate(date));
  }

  private static SignatureClaim ofQuery(SignedRequest request, Query query) {
    requireAlgorithm(query.first("X-Amz-Algorithm").orElse(""));
    List<String> missing =
        QUERY_PARAMETERS.stream()
            .filter(name -> !name.equals("X-Amz-Expires") && !name.equals(TOKEN))
            .filter(name -> query.first(name).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      throw new SignatureRefusal(new SignatureFlaw.MissingFromQuery(missing));
    }
    String date = query.first("X-Amz-Date").orElse("");
    return new SignatureClaim(
        SignatureForm.PRESIGNED,
        query.first("X-Amz-Credential").orElse(""),
        query.first("X-Amz-SignedHeaders").orElse(""),
        query.first(SIGNATURE_PARAMETER).orElse(""),
        () -> SigningTime.ofAmzDate(date),
        query.first("X-Amz-Expires"),
        sessionToken(request, query));
  }

  private static Optional<String> sessionToken(SignedRequest request, Query query) {
    return request.header(TOKEN).or(() -> query.first(TOKEN));
  }

  private static void requireAlgorithm(String found) {
    if (!found.equals(ALGORITHM)) {
      throw new SignatureRefusal(new SignatureFlaw.UnsupportedAlgorithm(found));
    }
  }

  private static void addIf(boolean absent, HeaderPart part, List<HeaderPart> missing) {
    if (absent) {
      missing.add(part);
    }
  }

  List<String> signedNames() {
    return List.of(signedHeaders.split(";", -1));
  }

  /** The host and every field of AWS are signed; a session token may have been added afterwards. */
  void requireSigned(SignedRequest request) {
    List<String> names = signedNames();
    if (!names.contains("host") && !names.contains(":authority")) {
      throw new SignatureRefusal(new SignatureFlaw.UnsignedHeader("host"));
    }
    for (SignedRequest.Field field : request.headers()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (name.startsWith(AMZ_PREFIX) && !name.equalsIgnoreCase(TOKEN) && !names.contains(name)) {
        throw new SignatureRefusal(new SignatureFlaw.UnsignedHeader(name));
      }
    }
  }
}
