package dev.berth.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A manifest stored in a repository: what ECR calls an image, whether it is a single image, an
 * index or an artifact. The bytes themselves are fetched apart, see {@link Manifest}.
 *
 * @param id its row, never reused, never shown outside
 * @param repositoryId the row of its repository
 * @param digest the digest it was pushed under, of its exact bytes
 * @param mediaType of the manifest, as pushed
 * @param manifestSize length of the manifest in bytes
 * @param imageSize what ECR shows as {@code imageSizeInBytes}: config and layers of an image, the
 *     largest child of an index
 * @param artifactType the manifest's {@code artifactType}, else the media type of its config; empty
 *     for plain indexes
 * @param subject the manifest that this one refers to (OCI 1.1), whether or not it exists
 * @param pushedAt when these bytes were first pushed here; moving a tag does not change it
 * @param lastPulledAt the last recorded pull; empty before the first
 * @param storage active or archived, and since when
 */
public record Image(
    long id,
    long repositoryId,
    Digest digest,
    MediaType mediaType,
    long manifestSize,
    long imageSize,
    Optional<String> artifactType,
    Optional<Digest> subject,
    Instant pushedAt,
    Optional<Instant> lastPulledAt,
    ImageStorage storage) {}
