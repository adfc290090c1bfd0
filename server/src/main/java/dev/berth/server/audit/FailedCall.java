package dev.berth.server.audit;

import dev.berth.wire.audit.Audited;
import dev.berth.wire.audit.CallFacts;
import dev.berth.wire.aws.AwsError;
import dev.berth.wire.aws.AwsErrors;
import dev.berth.wire.oci.OciError;
import dev.berth.wire.oci.RegistryLogin;
import java.util.Set;

/**
 * What a failure is called in the trail: as the API calls it, also behind {@code /v2/} (CHECKLIST
 * TR-10); only what {@code /v2/} alone knows has its name from there.
 */
final class FailedCall {
  private static final Set<String> QUERY = Set.of(Audited.source("iam"), Audited.source("sts"));

  private FailedCall() {}

  static CallFacts.Failure of(RuntimeException failure, String source) {
    return switch (failure) {
      case OciError error -> new CallFacts.Failure(error.code().name(), error.getMessage());
      case RegistryLogin.Unknown _ -> new CallFacts.Failure("UNAUTHORIZED", "Not Authorized");
      default -> {
        AwsError error =
            QUERY.contains(source) ? AwsErrors.query(failure) : AwsErrors.json(failure);
        yield new CallFacts.Failure(error.code(), error.message());
      }
    };
  }
}
