package dev.berth.identity.session;

import dev.berth.iam.Principal;
import dev.berth.iam.Session;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.PolicyRefused;
import dev.berth.iam.policy.evaluate.Caller;
import dev.berth.iam.policy.evaluate.Evaluation;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.iam.policy.evaluate.Policies;
import dev.berth.iam.policy.evaluate.Question;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.model.Region;
import dev.berth.model.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The roles that a service of this Berth acts as for an account, where their trust policies let it
 * (IAM dossier 5.6). No credentials are issued: the service is in this process.
 *
 * @param clock the time of sessions
 */
public record ServiceRoles(InstantSource clock) {
  private static final String ASSUME = "sts:AssumeRole";
  private static final Duration LIFE = Duration.ofHours(1);

  /**
   * The role as the service acts in it; empty when its trust policy does not let the service.
   *
   * @param service such as {@code ecr.amazonaws.com}
   * @param source the ARN of what it acts for, {@code aws:SourceArn}
   */
  public Optional<Principal> assumed(Role role, String service, String source, Region region) {
    return trusts(role, service, source, region)
        ? Optional.of(
            new Principal.RoleSession(
                role.identity().arn(), role.identity().id(), session(service)))
        : Optional.empty();
  }

  private boolean trusts(Role role, String service, String source, Region region) {
    PolicyDocument trust;
    try {
      trust = PolicyDocument.stored(DocumentKind.TRUST, role.trust());
    } catch (PolicyRefused _) {
      return false; // who cannot tell what it says trusts nobody
    }
    Question question =
        new Question(
            new Caller.Service(service),
            ASSUME,
            role.identity().arn().toString(),
            role.identity().account(),
            values(role, service, source, region));
    NamedDocument named =
        new NamedDocument("trust policy of role " + role.identity().name(), trust);
    return Evaluation.decide(question, Policies.NONE.withResource(List.of(named))).isAllowed();
  }

  private ConditionValues values(Role role, String service, String source, Region region) {
    Instant now = clock.instant();
    String account = role.identity().account().value();
    Map<String, ContextValue> values = new HashMap<>();
    Map.of(
            "aws:CurrentTime",
            now.toString(),
            "aws:EpochTime",
            Long.toString(now.getEpochSecond()),
            "aws:SecureTransport",
            "true",
            "aws:RequestedRegion",
            region.value(),
            "aws:ResourceAccount",
            account,
            "aws:SourceAccount",
            account,
            "aws:SourceArn",
            source,
            "aws:PrincipalIsAWSService",
            "true",
            "aws:PrincipalServiceName",
            service)
        .forEach((key, value) -> values.put(key, ContextValue.one(value)));
    return ConditionValues.of(values);
  }

  private Session session(String service) {
    Instant now = clock.instant();
    return new Session(
        service,
        service,
        now,
        now.plus(LIFE),
        Optional.empty(),
        Map.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
