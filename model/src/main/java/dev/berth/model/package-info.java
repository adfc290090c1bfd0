/**
 * The words of the registry as values: digests, names, tags, ARNs, registries, and the stored nouns
 * as records.
 *
 * <p>Every value is valid once it exists: constructors refuse what can never be right. Nothing here
 * knows a protocol, a store or a decision. Start with {@link dev.berth.model.RegistryId} and {@link
 * dev.berth.model.Image}.
 */
@NullMarked
package dev.berth.model;

import org.jspecify.annotations.NullMarked;
