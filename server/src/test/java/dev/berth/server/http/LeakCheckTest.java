package dev.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
final class LeakCheckTest {

  @Test
  void a_forgotten_buffer_is_reported() {
    forget();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(LeakCheck.reported()).isNotEmpty());
  }

  private static void forget() {
    ByteBuf forgotten = PooledByteBufAllocator.DEFAULT.buffer(1000);
    forgotten.writeByte(1);
  }
}
