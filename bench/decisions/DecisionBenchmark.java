package dev.berth.bench;

import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.evaluate.Caller;
import dev.berth.iam.policy.evaluate.Evaluation;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.iam.policy.evaluate.Policies;
import dev.berth.iam.policy.evaluate.Question;
import dev.berth.iam.policy.match.ConditionValues;
import dev.berth.iam.policy.match.ContextKey;
import dev.berth.iam.policy.match.ContextValue;
import dev.berth.model.AccountId;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Decisions a second on one thread, over what a registry is asked: documents are compiled already,
 * the question is new each time, and the context is found when a condition asks for it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class DecisionBenchmark {
  private static final AccountId OWN = new AccountId("111122223333");
  private static final String APP = "arn:aws:ecr:us-east-1:111122223333:repository/team-blue/app";
  private static final String OTHER = "arn:aws:ecr:us-east-1:111122223333:repository/team-red/app";
  private static final int MIX = 8;

  private static final String PULL =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [
        "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer", "ecr:GetRepositoryPolicy", "ecr:DescribeRepositories",
        "ecr:ListImages", "ecr:DescribeImages", "ecr:BatchGetImage",
        "ecr:GetLifecyclePolicy", "ecr:GetLifecyclePolicyPreview", "ecr:ListTagsForResource",
        "ecr:DescribeImageScanFindings"], "Resource": "*"}]}
      """;
  private static final String PUSH_OWN =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Sid": "Token", "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
        {"Sid": "Own", "Effect": "Allow", "Action": ["ecr:BatchCheckLayerAvailability",
          "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload",
          "ecr:PutImage", "ecr:BatchGetImage"],
         "Resource": "arn:aws:ecr:*:111122223333:repository/team-${aws:PrincipalTag/team}/*",
         "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}}]}
      """;
  private static final String GUARD =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Sid": "NoDelete", "Effect": "Deny", "Action": ["ecr:Delete*", "ecr:BatchDelete*"],
         "Resource": "*"},
        {"Sid": "OnlyFromHere", "Effect": "Deny", "Action": "ecr:*", "Resource": "*",
         "Condition": {"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"]},
           "Bool": {"aws:ViaAWSService": "false"}}},
        {"Sid": "Tls", "Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
      """;
  private static final String REGIONS =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*",
         "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}}}]}
      """;
  private static final String SHARED =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Sid": "Partner", "Effect": "Allow",
         "Principal": {"AWS": ["arn:aws:iam::444455556666:root", "arn:aws:iam::777788889999:root"]},
         "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer",
           "ecr:BatchCheckLayerAvailability"]},
        {"Sid": "Builders", "Effect": "Allow",
         "Principal": {"AWS": "arn:aws:iam::111122223333:role/ci/builder"}, "Action": "ecr:*"}]}
      """;
  private static final String REVOKE =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"DateLessThan": {"aws:TokenIssueTime": "2026-01-15T11:00:00Z"}}}]}
      """;
  private static final String BOUNDARY =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["ecr:*", "s3:*", "logs:*"], "Resource": "*"},
        {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}
      """;

  private final Caller alice =
      new Caller.User(OWN, "arn:aws:iam::111122223333:user/alice", id("AIDA"));
  private final Caller dave =
      new Caller.User(
          new AccountId("444455556666"), "arn:aws:iam::444455556666:user/dave", id("AIDA"));
  private final Caller builder =
      new Caller.RoleSession(
          OWN,
          "arn:aws:sts::111122223333:assumed-role/builder/run-7",
          "arn:aws:iam::111122223333:role/ci/builder",
          id("AROA"),
          false);

  private final Policies pull = identity(PULL, GUARD);
  private final Policies push =
      new Policies(
          List.of(
              named(DocumentKind.IDENTITY_MANAGED, PUSH_OWN),
              named(DocumentKind.IDENTITY_INLINE, REVOKE)),
          Optional.of(named(DocumentKind.IDENTITY_MANAGED, BOUNDARY)),
          Optional.of(
              List.of(named(DocumentKind.SESSION, PULL), named(DocumentKind.SESSION, PUSH_OWN))),
          List.of(),
          Optional.of(
              List.of(
                  List.of(named(DocumentKind.SERVICE_CONTROL, REGIONS)),
                  List.of(named(DocumentKind.SERVICE_CONTROL, REGIONS)))),
          List.of());
  private final Policies shared =
      identity(PULL, GUARD).withResource(List.of(named(DocumentKind.REPOSITORY, SHARED)));
  private final Policies built = push.withResource(List.of(named(DocumentKind.REPOSITORY, SHARED)));

  private final ConditionValues context = DecisionBenchmark::value;

  /**
   * CPU seconds that the thread got in a second, for machines that are busy with something else:
   * decisions a second divided by this are decisions a core.
   */
  @State(Scope.Thread)
  @AuxCounters
  public static class Cpu {
    public double cpuSeconds;
    private long start;

    @Setup(Level.Iteration)
    public void start() {
      start = now();
    }

    @TearDown(Level.Iteration)
    public void stop() {
      cpuSeconds = (now() - start) / 1e9;
    }

    private static long now() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  }

  /** Eight demands: four pulls, two pushes, a token, a refusal. */
  @Benchmark
  @OperationsPerInvocation(MIX)
  public void mix(Blackhole sink, Cpu cpu) {
    decide(sink, alice, "ecr:BatchGetImage", APP, pull);
    decide(sink, alice, "ecr:GetDownloadUrlForLayer", APP, pull);
    decide(sink, dave, "ecr:BatchGetImage", APP, shared);
    decide(sink, dave, "ecr:PutImage", APP, shared);
    decide(sink, builder, "ecr:PutImage", APP, push);
    decide(sink, builder, "ecr:UploadLayerPart", OTHER, push);
    decide(sink, builder, "ecr:BatchCheckLayerAvailability", APP, built);
    decide(sink, alice, "ecr:GetAuthorizationToken", "*", pull);
  }

  private void decide(
      Blackhole sink, Caller caller, String action, String resource, Policies policies) {
    sink.consume(Evaluation.decide(new Question(caller, action, resource, OWN, context), policies));
  }

  private static Optional<ContextValue> value(ContextKey key) {
    return switch (key.name()) {
      case "aws:sourceip" -> one("203.0.113.10");
      case "aws:securetransport" -> one("true");
      case "aws:viaawsservice" -> one("false");
      case "aws:requestedregion" -> one("us-east-1");
      case "aws:principaltag/team", "aws:resourcetag/team" -> one("blue");
      case "aws:tokenissuetime" -> one("2026-01-15T11:30:00Z");
      default -> Optional.empty();
    };
  }

  private static Optional<ContextValue> one(String value) {
    return Optional.of(ContextValue.one(value));
  }

  private static Optional<String> id(String prefix) {
    return Optional.of(prefix + "EXAMPLEUSERID0001");
  }

  private static Policies identity(String... texts) {
    return new Policies(
        List.of(texts).stream().map(text -> named(DocumentKind.IDENTITY_MANAGED, text)).toList(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static NamedDocument named(DocumentKind kind, String text) {
    return new NamedDocument("benchmark", PolicyDocument.parse(kind, text));
  }
}
