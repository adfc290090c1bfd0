/**
 * Repositories: made, described, changed and deleted, with their resource tags.
 *
 * <p>Knows no image but that one makes a repository non-empty. Start with {@link
 * dev.berth.registry.repository.Repositories}.
 */
@NullMarked
package dev.berth.registry.repository;

import org.jspecify.annotations.NullMarked;
