package dev.berth.iam.sigv4;

import dev.berth.iam.Principal;

/**
 * An access key that may sign now.
 *
 * @param accessKeyId the public half
 * @param secret the secret half
 * @param principal who signs with it
 * @param generation of the secret; registry tokens carry it and end when it is raised
 */
public record SigningCredential(
    String accessKeyId, SigningSecret secret, Principal principal, long generation) {}
