package dev.berth.model;

import java.util.regex.Pattern;

/**
 * A media type without parameters (RFC 6838, section 4.2), such as the type of a manifest, a config
 * or a layer.
 *
 * @param value {@code type/subtype}, at most 255 characters, kept as pushed
 */
public record MediaType(String value) {
  private static final int MAX_LENGTH = 255;
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

  public static final MediaType OCI_MANIFEST =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  public static final MediaType OCI_INDEX =
      new MediaType("application/vnd.oci.image.index.v1+json");
  public static final MediaType OCI_CONFIG =
      new MediaType("application/vnd.oci.image.config.v1+json");
  public static final MediaType OCI_EMPTY = new MediaType("application/vnd.oci.empty.v1+json");
  public static final MediaType DOCKER_MANIFEST =
      new MediaType("application/vnd.docker.distribution.manifest.v2+json");
  public static final MediaType DOCKER_MANIFEST_LIST =
      new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
  public static final MediaType DOCKER_CONFIG =
      new MediaType("application/vnd.docker.container.image.v1+json");

  public MediaType {
    if (value.length() > MAX_LENGTH || !GRAMMAR.matcher(value).matches()) {
      throw new Malformed("media type", value, "it has the form type/subtype of RFC 6838");
    }
  }

  /**
   * The media type of a {@code Content-Type} header's value: parameters and white space are
   * dropped.
   */
  public static MediaType ofHeader(String header) {
    int semicolon = header.indexOf(';');
    return new MediaType((semicolon < 0 ? header : header.substring(0, semicolon)).strip());
  }

  @Override
  public String toString() {
    return value;
  }
}
