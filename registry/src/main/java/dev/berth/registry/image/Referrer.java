package dev.berth.registry.image;

import dev.berth.model.Digest;
import dev.berth.model.ImageStatus;
import dev.berth.model.MediaType;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest that refers to another, as descriptor of the referrers list (OCI distribution-spec,
 * "Listing Referrers").
 *
 * @param mediaType of the manifest
 * @param digest of the manifest
 * @param size of the manifest in bytes
 * @param artifactType its own, else the type of its config; empty for an index without
 * @param annotations copied from the manifest
 * @param status active or archived
 */
public record Referrer(
    MediaType mediaType,
    Digest digest,
    long size,
    Optional<String> artifactType,
    Map<String, String> annotations,
    ImageStatus status) {}
