/**
 * The cases of OCI's own conformance suite (opencontainers/distribution-spec, folder conformance,
 * after 1.1.1) written out again, for machines that cannot have the suite itself: every way to push
 * a blob under both algorithms, and every kind of content pushed, listed, pulled and deleted.
 *
 * <p>Knows nothing of the server but its address. Start with {@link
 * dev.berth.testkit.conformance.ContentConformanceTest}.
 */
@NullMarked
package dev.berth.testkit.conformance;

import org.jspecify.annotations.NullMarked;
