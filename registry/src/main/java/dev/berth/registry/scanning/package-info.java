/**
 * How registries scan their images: which, when, and what is known of a scan.
 *
 * <p>Decides which images would be scanned; there is no scanner yet. Knows no HTTP and no AWS.
 * Start with {@link dev.berth.registry.scanning.Scanning}.
 */
@NullMarked
package dev.berth.registry.scanning;

import org.jspecify.annotations.NullMarked;
