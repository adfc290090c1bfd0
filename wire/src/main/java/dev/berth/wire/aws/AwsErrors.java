package dev.berth.wire.aws;

import dev.berth.blob.BlobStoreFull;
import dev.berth.iam.AccessDenied;
import dev.berth.iam.policy.PolicyRefused;
import dev.berth.iam.sigv4.SignatureRefusal;
import dev.berth.identity.oidc.WebIdentityRefused;
import dev.berth.identity.refusal.IdentityRefusal;
import dev.berth.identity.session.SessionRefused;
import dev.berth.metadata.DatabaseFull;
import dev.berth.metadata.DatabaseUnavailable;
import dev.berth.registry.refusal.Refusal;
import dev.berth.wire.door.AuditTrailFull;
import dev.berth.wire.door.BodyBudget;
import dev.berth.wire.door.BodyTooLarge;
import dev.berth.wire.door.ClientGone;
import dev.berth.wire.door.NotAdmitted;
import java.io.UncheckedIOException;

/**
 * The one place where whatever was thrown becomes an error of an AWS protocol. Refusals keep their
 * code and text; anything else is the service's internal error, without a word about what failed.
 */
public final class AwsErrors {
  private static final String INTERNAL =
      "The request processing has failed because of an unknown error, exception or failure.";

  private static final String AWAY = "The server cannot reach its database. Try again in a moment.";

  private static final String FULL = "The server's disk is full. Nothing was stored; reads go on.";

  private AwsErrors() {}

  /** As AWS JSON 1.1 names it. */
  public static AwsError json(Throwable failure) {
    return switch (failure) {
      case Refusal refusal -> RefusalCodes.of(refusal); // PR-11 and the rows beside each code
      case SignatureRefusal refusal -> // PR-02
          AwsError.of(SignatureCodes.json(refusal.flaw().kind()), words(refusal));
      case AccessDenied denied -> AwsError.of("AccessDeniedException", words(denied)); // PR-09
      case Unacceptable refused -> AwsError.of(jsonCode(refused), refused.getMessage());
      case NotAdmitted turnedAway -> AwsError.of(jsonCode(turnedAway), words(turnedAway));
      case BodyTooLarge large -> AwsError.of("RequestEntityTooLargeException", words(large));
      case BodyBudget.Overloaded over -> AwsError.of("ServiceUnavailable", words(over));
      case DatabaseFull _ -> AwsError.of("LimitExceededException", FULL);
      case UncheckedIOException broken when broken.getCause() instanceof BlobStoreFull ->
          AwsError.of("LimitExceededException", FULL);
      case AuditTrailFull _ -> AwsError.of("LimitExceededException", FULL);
      case DatabaseUnavailable _ -> AwsError.of("ServiceUnavailable", AWAY);
      case ClientGone gone -> AwsError.of("RequestAbortedException", words(gone));
      default -> AwsError.of("ServerException", INTERNAL); // PR-03
    };
  }

  /** As the Query protocol names it. */
  public static AwsError query(Throwable failure) {
    return switch (failure) {
      case SignatureRefusal refusal ->
          AwsError.of(SignatureCodes.query(refusal.flaw().kind()), words(refusal));
      case AccessDenied denied -> AwsError.of("AccessDenied", words(denied));
      case WebIdentityRefused refused ->
          AwsError.of(SessionCodes.of(refused), refused.getMessage());
      case SessionRefused refused -> AwsError.of(SessionCodes.of(refused), refused.getMessage());
      case IdentityRefusal refusal -> IdentityCodes.of(refusal);
      case PolicyRefused refused -> AwsError.of("MalformedPolicyDocument", words(refused));
      case Unacceptable refused -> AwsError.of(queryCode(refused), refused.getMessage());
      case NotAdmitted turnedAway -> AwsError.of(queryCode(turnedAway), words(turnedAway));
      case BodyTooLarge large -> AwsError.of("RequestEntityTooLarge", words(large));
      case BodyBudget.Overloaded over -> AwsError.of("ServiceUnavailable", words(over));
      case DatabaseFull _, AuditTrailFull _ -> AwsError.of("LimitExceeded", FULL);
      case DatabaseUnavailable _ -> AwsError.of("ServiceUnavailable", AWAY);
      default -> AwsError.of("InternalFailure", INTERNAL);
    };
  }

  private static String jsonCode(NotAdmitted turnedAway) {
    return switch (turnedAway) {
      case NotAdmitted.UnreadableForwarding _ -> "MalformedHttpRequestException";
      case NotAdmitted.PlainCredential _ -> "AccessDeniedException";
      case NotAdmitted.Slowed _ -> "ThrottlingException"; // PR-10
    };
  }

  private static String queryCode(NotAdmitted turnedAway) {
    return switch (turnedAway) {
      case NotAdmitted.UnreadableForwarding _ -> "MalformedHttpRequest";
      case NotAdmitted.PlainCredential _ -> "AccessDenied";
      case NotAdmitted.Slowed _ -> "Throttling";
    };
  }

  private static String jsonCode(Unacceptable refused) {
    return switch (refused) {
      case Unacceptable.UnknownOperation _, Unacceptable.UnknownAction _ ->
          "UnknownOperationException"; // PR-05
      case Unacceptable.Unreadable _ -> "SerializationException";
      case Unacceptable.Violation violation -> violation.code(); // PR-08
    };
  }

  private static String queryCode(Unacceptable refused) {
    return switch (refused) {
      case Unacceptable.UnknownOperation _, Unacceptable.UnknownAction _ -> "InvalidAction";
      case Unacceptable.Unreadable _ -> "MalformedQueryString";
      case Unacceptable.Violation _ -> "ValidationError";
    };
  }

  private static String words(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
