/**
 * The clients that people use, as fixtures: the AWS CLI, docker with a daemon of its own, podman
 * and its kin, what is built from Go (crane, regctl, oras, cosign, notation, helm), and images for
 * them to push.
 *
 * <p>Each runs as a process that sees nothing of this machine's configuration: its own home,
 * credentials and storage. What is installed where is told by {@code scripts/clients}. Nothing here
 * knows Berth's inside: only a host, a credential and what a client printed. Start with {@link
 * dev.berth.testkit.client.NeedsClient} and {@link dev.berth.testkit.client.Command}.
 */
@NullMarked
package dev.berth.testkit.client;

import org.jspecify.annotations.NullMarked;
