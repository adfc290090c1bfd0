package dev.berth.testkit.client;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that take a {@link DockerDaemon} as parameter. All tests of a JVM share one; it starts when
 * the first asks and ends with the run. Needs the clients {@code docker} and {@code dockerd}, as
 * {@link NeedsClient} does.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(SharedDockerDaemon.class)
public @interface WithDockerDaemon {}
