/**
 * The OCI distribution protocol, {@code /v2/…}: what docker, podman, skopeo and every other client
 * push to and pull from.
 *
 * <p>{@link dev.berth.wire.oci.OciRoutes} is the whole of it as a table; {@link
 * dev.berth.wire.oci.OciPath} parses addresses once; {@link dev.berth.wire.oci.OciErrors} words
 * every refusal. Answers follow the OCI specification, or with {@link
 * dev.berth.wire.oci.OciSettings#strictEcr()} ECR where the two part.
 */
@NullMarked
package dev.berth.wire.oci;

import org.jspecify.annotations.NullMarked;
