/**
 * Fixtures for tests of {@code /v2/} over real sockets: a client that sends exactly what it is
 * told, the one that hangs up half-way, and manifests to push. Knows no rule of the registry; start
 * at {@link dev.berth.testkit.oci.RegistryClient}.
 */
@NullMarked
package dev.berth.testkit.oci;

import org.jspecify.annotations.NullMarked;
