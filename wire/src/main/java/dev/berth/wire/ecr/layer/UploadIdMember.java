package dev.berth.wire.ecr.layer;

import dev.berth.model.UploadId;
import dev.berth.wire.json.Input;
import java.util.Locale;

/** {@code uploadId}: the model takes upper-case digits, too. */
final class UploadIdMember {
  private UploadIdMember() {}

  static UploadId read(Input input) {
    return input.parse(
        "uploadId", input.text("uploadId").toLowerCase(Locale.ROOT), UploadId::parse);
  }
}
