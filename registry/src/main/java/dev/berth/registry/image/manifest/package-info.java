/**
 * The manifest formats of OCI and Docker: bytes in, values out, and a refusal for everything that
 * is not one of them.
 *
 * <p>Pure, bounded, and the only place of the registry that reads JSON. Start with {@link
 * dev.berth.registry.image.manifest.ManifestParser}.
 */
@NullMarked
package dev.berth.registry.image.manifest;

import org.jspecify.annotations.NullMarked;
