/**
 * Berth as people's clients see it: docker, containerd, skopeo, buildah, podman and the AWS CLI,
 * each over HTTP.
 *
 * <p>Nothing here calls Berth's code but to start it; what a client printed and what another client
 * then reads is the proof. Start with {@link dev.berth.testkit.clients.ClientsOfBerth}.
 */
@NullMarked
package dev.berth.testkit.clients;

import org.jspecify.annotations.NullMarked;
