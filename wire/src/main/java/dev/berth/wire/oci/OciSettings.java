package dev.berth.wire.oci;

/**
 * How the door answers.
 *
 * @param strictEcr whether it follows ECR where ECR departs from the OCI specification
 */
public record OciSettings(boolean strictEcr) {}
