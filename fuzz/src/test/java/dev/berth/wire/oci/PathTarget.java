package dev.berth.wire.oci;

import dev.berth.model.RepositoryName;
import java.nio.charset.StandardCharsets;

/** An address is refused, or is the same address when it is written again as it was understood. */
public final class PathTarget {
  private static final int LONGEST_MESSAGE = 1000;

  private PathTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String raw = OciPath.PREFIX + new String(input, StandardCharsets.ISO_8859_1);
    OciPath path;
    try {
      path = OciPath.parse(raw);
    } catch (OciError refused) {
      require(refused.getMessage().length() < LONGEST_MESSAGE, "the refusal repeats its input");
      return;
    }
    path.repository().map(RepositoryName::toString).ifPresent(PathTarget::requireHarmless);
    String written = written(path);
    require(OciPath.parse(written).equals(path), written);
  }

  private static void requireHarmless(String name) {
    require(name.indexOf("..") < 0 && name.indexOf("//") < 0 && !name.startsWith("/"), name);
    require(name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '%'), name);
  }

  private static String written(OciPath path) {
    return switch (path) {
      case OciPath.Base() -> "/v2/";
      case OciPath.Catalog() -> "/v2/_catalog";
      case OciPath.OfManifest(var name, var reference) -> "/v2/" + name + "/manifests/" + reference;
      case OciPath.OfBlob(var name, var digest) -> "/v2/" + name + "/blobs/" + digest;
      case OciPath.Uploads(var name) -> "/v2/" + name + "/blobs/uploads/";
      case OciPath.OfUpload(var name, var id) -> "/v2/" + name + "/blobs/uploads/" + id;
      case OciPath.Tags(var name) -> "/v2/" + name + "/tags/list";
      case OciPath.Referrers(var name, var subject) -> "/v2/" + name + "/referrers/" + subject;
    };
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
