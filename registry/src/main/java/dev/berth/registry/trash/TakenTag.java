package dev.berth.registry.trash;

import dev.berth.model.Digest;
import dev.berth.model.Tag;

/**
 * A tag that did not come back, because it names another image since.
 *
 * @param tag which
 * @param by the image that it names now
 */
public record TakenTag(Tag tag, Digest by) {}
