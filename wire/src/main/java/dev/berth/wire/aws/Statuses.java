package dev.berth.wire.aws;

import java.util.Map;

/**
 * The status of every AWS error, in one place. What is not named here is 400: ECR answers so for
 * every exception that it models, and its callers log the same for AccessDeniedException,
 * ExpiredTokenException and UnknownOperationException, although the page of common errors says
 * otherwise (ECR dossier 1.3; IAM dossier 3.2; CHECKLIST PR-03, PR-05, PR-09).
 */
final class Statuses {
  private static final int DEFAULT = 400;

  private static final Map<String, Integer> OTHERS =
      Map.ofEntries(
          // The Query protocol answers 403 to who may not, and to who cannot prove who it is.
          Map.entry("AccessDenied", 403),
          Map.entry("ExpiredToken", 403),
          Map.entry("InvalidClientTokenId", 403),
          Map.entry("MissingAuthenticationToken", 403),
          Map.entry("SignatureDoesNotMatch", 403),
          Map.entry("OptInRequired", 403),
          // IAM dossier 9.3
          Map.entry("NoSuchEntity", 404),
          Map.entry("EntityAlreadyExists", 409),
          Map.entry("DeleteConflict", 409),
          Map.entry("LimitExceeded", 409),
          Map.entry("ConcurrentModification", 409),
          Map.entry("EntityTemporarilyUnmodifiable", 409),
          Map.entry("NotAuthorized", 401),
          Map.entry("RequestTimeoutException", 408),
          Map.entry("RequestEntityTooLargeException", 413),
          Map.entry("RequestEntityTooLarge", 413),
          Map.entry("ServerException", 500),
          Map.entry("InternalFailure", 500),
          Map.entry("ServiceUnavailable", 503));

  private Statuses() {}

  static int of(String code) {
    return OTHERS.getOrDefault(code, DEFAULT);
  }
}
