package dev.berth.registry.image.manifest;

/**
 * What an entry of an index runs on (OCI image-spec, image index, {@code platform}), as far as
 * Berth looks at it.
 *
 * @param architecture GOARCH; may be empty
 * @param os GOOS; may be empty
 */
public record Platform(String architecture, String os) {}
