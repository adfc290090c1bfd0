package dev.berth.testkit.client;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that need installed clients, by their names in {@code scripts/clients}. Where one is
 * missing they are skipped, and the skip names it; with {@code CI=true} they fail, unless {@code
 * scripts/clients-not-here} says why it cannot be had.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsClientCondition.class)
public @interface NeedsClient {
  String[] value();
}
