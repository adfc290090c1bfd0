package dev.berth.wire.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.BlobStoreFull;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

final class OciErrorsTest {
  private final OciErrors errors = new OciErrors(new OciSettings(false));

  @Test
  void a_full_disk_is_told_from_a_broken_one() {
    IOException cause = new IOException("No space left on device");
    OciError full = errors.of(new UncheckedIOException(new BlobStoreFull("full", cause)));

    assertThat(full.status()).isEqualTo(507);
    assertThat(full.code()).isEqualTo(OciError.Code.DENIED);
    assertThat(errors.of(new UncheckedIOException(cause)).status()).isEqualTo(500);
  }
}
