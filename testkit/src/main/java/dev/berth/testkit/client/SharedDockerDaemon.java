package dev.berth.testkit.client;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives {@link WithDockerDaemon} its parameter. The store of the session closes the engine when the
 * run ends: where test JVMs share the classes among them, each class is a request of its own.
 */
final class SharedDockerDaemon implements ExecutionCondition, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedDockerDaemon.class);

  /** The engine, also ended when the JVM is told to end before the run does. */
  private static final class Running implements AutoCloseable {
    private final DockerDaemon daemon = DockerDaemon.start();
    private final Thread onExit = new Thread(daemon::close, "stop dockerd");

    Running() {
      Runtime.getRuntime().addShutdownHook(onExit);
    }

    @Override
    public void close() {
      Runtime.getRuntime().removeShutdownHook(onExit);
      daemon.close();
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return NeedsClientCondition.decide(NeedsClientCondition.clients(context), "docker", "dockerd");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DockerDaemon.class;
  }

  @Override
  public DockerDaemon resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(Running.class, _ -> new Running(), Running.class)
        .daemon;
  }
}
