package dev.berth.testkit;

import dev.berth.iam.Gate;
import dev.berth.identity.RootKey;
import dev.berth.model.AccountId;
import dev.berth.server.Berth;
import dev.berth.server.config.Config;
import dev.berth.server.config.ConfigKey;
import dev.berth.server.config.ConfigReader;
import dev.berth.server.config.ConfigText;
import dev.berth.testkit.client.AwsAccess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * A Berth in this process, on a free port of loopback, with a data folder of the caller's.
 * Everything a client needs to reach it is asked of this object; what it keeps is left in the
 * folder when it is closed.
 */
public final class RunningBerth implements AutoCloseable {
  private static final String ACCESS_KEY_ID = "AKIABERTHTESTKIT0000";
  private static final String SECRET_ACCESS_KEY = "the/testkit+knows/this/secret+and/no/one";
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Berth berth;

  private RunningBerth(Berth berth) {
    this.berth = berth;
  }

  /** One with the default configuration. */
  public static RunningBerth on(Path data) {
    return on(data, UnaryOperator.identity());
  }

  /** One with other settings as well. */
  public static RunningBerth on(Path data, UnaryOperator<ConfigText> settings) {
    return on(data, settings, Clock.systemUTC(), UnaryOperator.identity());
  }

  /**
   * One with other settings, by another clock or with another gate around its own.
   *
   * @param gate gets the gate that would decide and gives the one that does
   */
  public static RunningBerth on(
      Path data,
      UnaryOperator<ConfigText> settings,
      InstantSource clock,
      UnaryOperator<Gate> gate) {
    return on(data, settings, clock, System::nanoTime, gate);
  }

  /**
   * The same by another monotonic clock as well.
   *
   * @param nanos what {@code clock} is held against before something is deleted
   */
  public static RunningBerth on(
      Path data,
      UnaryOperator<ConfigText> settings,
      InstantSource clock,
      LongSupplier nanos,
      UnaryOperator<Gate> gate) {
    ConfigText text =
        new ConfigText().set(ConfigKey.DATA, data.toString()).set(ConfigKey.LISTEN, "127.0.0.1:0");
    Config config = ConfigReader.read(settings.apply(text));
    return new RunningBerth(
        Berth.start(
            config,
            Map.of(
                "BERTH_ROOT_ACCESS_KEY_ID", ACCESS_KEY_ID,
                "BERTH_ROOT_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
            clock,
            nanos,
            gate));
  }

  /** The server itself. */
  public Berth berth() {
    return berth;
  }

  /** Such as {@code http://localhost:40123}. */
  public URI endpoint() {
    return URI.create(berth.endpoint());
  }

  /** What stands before a repository's name, such as {@code localhost:40123}. */
  public String registryHost() {
    return berth.registryHost();
  }

  /** The root access key of the default account. */
  public AwsAccess access() {
    return new AwsAccess(
        endpoint(), ACCESS_KEY_ID, SECRET_ACCESS_KEY, berth.config().defaultRegion().value());
  }

  /**
   * The root access key of an account that is not the default one; known only until the Berth is
   * closed.
   */
  public AwsAccess access(AccountId account) {
    RootKey key = Objects.requireNonNull(berth.newRootKeys().get(account), "no such new account");
    return new AwsAccess(
        endpoint(), key.id(), key.secret().value(), berth.config().defaultRegion().value());
  }

  /** The AWS SDK's client with the root access key; the caller closes it. */
  public EcrClient ecr() {
    return access().ecr();
  }

  /** Makes a repository. */
  public void createRepository(String name) {
    try (EcrClient ecr = ecr()) {
      ecr.createRepository(request -> request.repositoryName(name));
    }
  }

  /** What {@code docker login} takes for the user {@code AWS}. */
  public String password() {
    return password(access());
  }

  /** The same for the holder of another access key. */
  public String password(AwsAccess access) {
    try (EcrClient ecr = access.ecr()) {
      String token =
          ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
      String decoded = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      return decoded.substring(decoded.indexOf(':') + 1);
    }
  }

  @Override
  public void close() {
    berth.stop(DRAIN);
  }
}
